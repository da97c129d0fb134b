-- A token was shown that had been used: its whole line ends with its session, and whoever listens is told.
create or replace function identity.end_stolen_line(
  _session identity.user_sessions, _user identity.users, _command jsonb
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  perform identity.revoke_one_session(_session.id, 'TOKEN_REUSE');
  perform platform.append_event(
    jsonb_build_object('event_ref', platform.new_ref()), 'token.reuse_detected', 'session', _session.session_ref, 3,
    jsonb_build_object('session_ref', _session.session_ref, 'user_ref', _user.user_ref)
  );
  return identity.deny_login(_user.id, 'refresh_token_reused', 'TOKEN_REUSE', _command);
end
$$;
