-- Somebody proves again that it is them: a new session takes the place of the one that asks, and ends when that would
-- have ended.
create or replace function identity.step_up(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
  _session identity.user_sessions;
  _refusal jsonb;
begin
  select * into _session
  from identity.user_sessions
  where session_ref = _command ->> 'last_session_ref' and user_id = _user.id and revoked_at is null
    and expires_at > clock_timestamp() and _user.status = 'ACTIVE'
  for update;
  if not found then
    return identity.deny_login(_user.id, 'session_required', 'SESSION_ENDED', _command);
  end if;

  _refusal := identity.try_step_up(_user, _command);
  if _refusal is not null then
    perform identity.deny_login(_user.id, 'second_factor_wrong', 'STEP_UP', _command);
    return _refusal;
  end if;
  perform identity.revoke_one_session(_session.id, 'STEP_UP');
  return platform.end_write(_intent, identity.open_session(
    _intent, _user, _command || jsonb_build_object('device_info', _session.device_info), true, _session.expires_at
  ));
end
$$;

grant execute on function identity.step_up(jsonb, jsonb) to saku_app;
