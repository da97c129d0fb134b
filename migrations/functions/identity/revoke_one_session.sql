-- Ends a session that stands, with its line of tokens, and says so. Ending it again is nothing.
create or replace function identity.revoke_one_session(_session_id uuid, _reason text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
  _session identity.user_sessions;
begin
  update identity.user_sessions
  set revoked_at = _now, revoked_reason = _reason
  where id = _session_id and revoked_at is null
  returning * into _session;
  if not found then
    return;
  end if;
  update identity.refresh_tokens
  set revoked_at = _now, revoked_reason = _reason
  where session_id = _session_id and revoked_at is null;

  perform platform.append_event(
    jsonb_build_object('event_ref', platform.new_ref()), 'session.revoked', 'session', _session.session_ref, 2,
    jsonb_build_object(
      'session_ref', _session.session_ref,
      'user_ref', (select user_ref from identity.users where id = _session.user_id),
      'reason', _reason
    )
  );
  perform identity.log_activity(
    _session.user_id, 'SESSION_REVOKED',
    jsonb_build_object('session_ref', _session.session_ref, 'reason', _reason), null, null
  );
end
$$;
