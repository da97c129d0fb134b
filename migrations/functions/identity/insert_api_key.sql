-- Keeps a new key, by its hash. An owner has a bounded number of keys that stand.
create or replace function identity.insert_api_key(_key jsonb, _expires_at timestamptz)
returns identity.api_keys
language plpgsql
set search_path = ''
as $$
declare
  _at_most constant integer := 50;
  _now timestamptz := platform.moment();
  _made identity.api_keys;
begin
  -- Two keys made at once would both find room for one.
  perform pg_advisory_xact_lock(hashtextextended('identity.api_keys ' || (_key ->> 'owner_ref'), 0));
  if (
    select count(*) from identity.api_keys
    where owner_ref = _key ->> 'owner_ref' and revoked_at is null and (expires_at is null or expires_at > _now)
  ) >= _at_most then
    perform platform.refuse('api_key_limit_reached', jsonb_build_object('keys_at_most', _at_most));
  end if;
  if _expires_at <= _now then
    perform platform.refuse('api_key_expiry_passed', jsonb_build_object('now', platform.to_rfc3339(_now)));
  end if;

  insert into identity.api_keys (
    key_ref, owner_ref, name, prefix, key_hash, mode, scopes, ip_allow_list, expires_at, created_at, updated_at
  )
  values (
    _key ->> 'key_ref', _key ->> 'owner_ref', _key ->> 'name', _key ->> 'prefix', decode(_key ->> 'key_hash', 'hex'),
    _key ->> 'mode', array(select jsonb_array_elements_text(_key -> 'scopes')),
    array(select jsonb_array_elements_text(_key -> 'ip_allow_list')::inet), _expires_at, _now, _now
  )
  returning * into _made;
  return _made;
end
$$;
