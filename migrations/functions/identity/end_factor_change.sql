-- The end of every change of the factors that a person logs in with: the other sessions end, and it is announced.
create or replace function identity.end_factor_change(
  _intent jsonb, _event_type text, _user identity.users, _command jsonb
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  update identity.users
  set version = version + 1, updated_at = platform.moment()
  where id = _user.id
  returning * into _user;
  perform identity.end_sessions(
    _user.id, (select id from identity.user_sessions where session_ref = _command ->> 'session_ref'), 'FACTOR_CHANGED'
  );
  return platform.end_write(_intent, identity.announce_user(_intent, _event_type, _user, _command));
end
$$;
