-- Opens a session with the first token of its line. Ten stand at most: the one that was quiet longest makes room.
create or replace function identity.open_session(
  _intent jsonb, _user identity.users, _command jsonb, _has_second_factor boolean, _ends_at timestamptz default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
  _session identity.user_sessions;
  _token identity.refresh_tokens;
begin
  perform identity.revoke_one_session(surplus.id, 'LIMIT')
  from (
    select id from identity.user_sessions
    where user_id = _user.id and revoked_at is null and expires_at > _now
    order by last_activity_at desc, id desc
    offset 9
  ) as surplus;

  insert into identity.user_sessions (
    session_ref, user_id, device_info, ip_address, user_agent, auth_time, mfa_at, expires_at, created_at,
    last_activity_at
  )
  values (
    _command ->> 'session_ref', _user.id, _command ->> 'device_info', (_command ->> 'ip')::inet,
    _command ->> 'user_agent', _now, case when _has_second_factor then _now end,
    coalesce(_ends_at, _now + interval '30 days'), _now, _now
  )
  returning * into _session;
  insert into identity.refresh_tokens (token_ref, session_id, family_id, token_hash, expires_at, created_at)
  values (
    _command ->> 'token_ref', _session.id, uuidv7(), identity.hash_of(_command, 'token_hash'),
    least(_now + interval '14 days', _session.expires_at), _now
  )
  returning * into _token;

  perform platform.append_event(
    _intent || jsonb_build_object('event_ref', platform.new_ref()), 'session.opened', 'session', _session.session_ref, 1,
    jsonb_build_object(
      'session_ref', _session.session_ref, 'user_ref', _user.user_ref, 'has_second_factor', _has_second_factor
    )
  );
  perform identity.log_activity(
    _user.id, 'SESSION_OPENED', jsonb_build_object('session_ref', _session.session_ref), _command ->> 'ip',
    _command ->> 'user_agent'
  );
  return identity.session_view(_session, _token);
end
$$;
