-- Ends all sessions of a person, and with them their API keys where they ask for it.
create or replace function identity.log_out_everywhere(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _user identity.users;
  _standing bigint;
  _keys bigint := 0;
begin
  if _replay is not null then
    return _replay;
  end if;
  perform identity.refuse_single_proof(_command ->> 'session_ref');
  _user := identity.lock_user(_command ->> 'user_ref');
  select count(*) into _standing from identity.user_sessions where user_id = _user.id and revoked_at is null;
  perform identity.end_sessions(_user.id, null, 'LOGOUT_ALL');
  if (_command ->> 'include_api_keys')::boolean then
    select count(*) into _keys
    from identity.api_keys
    where owner_ref = _user.user_ref and revoked_at is null and (expires_at is null or expires_at > platform.moment());
    perform identity.revoke_keys_of(_intent, _user.user_ref);
  end if;
  return platform.end_write(_intent, jsonb_build_object('sessions_ended', _standing, 'api_keys_ended', _keys));
end
$$;

grant execute on function identity.log_out_everywhere(jsonb, jsonb) to saku_app;
