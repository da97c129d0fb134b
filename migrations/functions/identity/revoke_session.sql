-- Ends one session, if it is the caller's own or the caller acts for everybody. One that has ended stays as it is.
create or replace function identity.revoke_session(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _session identity.user_sessions;
  _user_ref text := (
    select u.user_ref
    from identity.user_sessions as s
    join identity.users as u on u.id = s.user_id
    where s.session_ref = _command ->> 'session_ref'
  );
begin
  if _replay is not null then
    return _replay;
  end if;
  perform identity.lock_user(_user_ref);
  select * into _session
  from identity.user_sessions
  where session_ref = _command ->> 'session_ref'
    and (_intent ->> 'acting_owner' is null or _user_ref = _intent ->> 'acting_owner')
  for update;
  if not found then
    perform platform.refuse('session_not_found', jsonb_build_object('session_ref', _command ->> 'session_ref'));
  end if;

  if _user_ref <> _intent ->> 'scope' then
    perform identity.refuse_greater(_user_ref, _command);
  end if;
  perform identity.revoke_one_session(_session.id, _command ->> 'reason');
  select * into _session from identity.user_sessions where id = _session.id;
  return platform.end_write(_intent, jsonb_build_object(
    'session_ref', _session.session_ref, 'revoked_at', platform.to_rfc3339(_session.revoked_at)
  ));
end
$$;

grant execute on function identity.revoke_session(jsonb, jsonb) to saku_app;
