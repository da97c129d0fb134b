-- Ends every API key of an owner, each with its own event: whoever got in may have made one to stay.
create or replace function identity.revoke_keys_of(_intent jsonb, _owner_ref text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _key identity.api_keys;
begin
  for _key in
    update identity.api_keys
    set revoked_at = platform.moment(), version = version + 1, updated_at = greatest(platform.moment(), updated_at)
    where owner_ref = _owner_ref and revoked_at is null
    returning *
  loop
    perform identity.announce_api_key(
      _intent || jsonb_build_object('event_ref', platform.new_ref(), 'key', null), 'api_key.revoked', _key
    );
  end loop;
end
$$;
