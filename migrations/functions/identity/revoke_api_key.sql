-- Ends an API key at once. One that is revoked already stays as it is.
create or replace function identity.revoke_api_key(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _key identity.api_keys;
begin
  if _replay is not null then
    return _replay;
  end if;
  _key := identity.lock_api_key(_command ->> 'key_ref', _intent ->> 'acting_owner');
  if _key.owner_ref <> _intent ->> 'scope' then
    perform identity.refuse_greater(_key.owner_ref, _command);
  end if;
  if _key.revoked_at is not null then
    return platform.end_write(_intent, identity.api_key_view(_key));
  end if;
  update identity.api_keys
  set revoked_at = platform.moment(), version = version + 1, updated_at = greatest(platform.moment(), updated_at)
  where id = _key.id
  returning * into _key;
  return platform.end_write(_intent, identity.announce_api_key(_intent, 'api_key.revoked', _key));
end
$$;

grant execute on function identity.revoke_api_key(jsonb, jsonb) to saku_app;
