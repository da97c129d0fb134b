-- An API key that this caller may change, held until the commit. A stranger's is as absent as one that never was.
create or replace function identity.lock_api_key(_key_ref text, _acting_owner text)
returns identity.api_keys
language plpgsql
set search_path = ''
as $$
declare
  _key identity.api_keys;
begin
  select * into _key
  from identity.api_keys
  where key_ref = _key_ref and (_acting_owner is null or owner_ref = _acting_owner)
  for update;
  if not found then
    perform platform.refuse('api_key_not_found', jsonb_build_object('key_ref', _key_ref));
  end if;
  return _key;
end
$$;
