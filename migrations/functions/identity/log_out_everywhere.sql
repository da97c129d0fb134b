-- Ends all sessions of a person.
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
begin
  if _replay is not null then
    return _replay;
  end if;
  _user := identity.lock_user(_command ->> 'user_ref');
  select count(*) into _standing from identity.user_sessions where user_id = _user.id and revoked_at is null;
  perform identity.end_sessions(_user.id, null, 'LOGOUT_ALL');
  return platform.end_write(_intent, jsonb_build_object('sessions_ended', _standing));
end
$$;

grant execute on function identity.log_out_everywhere(jsonb, jsonb) to saku_app;
