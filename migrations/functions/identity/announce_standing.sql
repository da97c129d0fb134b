-- The end of every change of what somebody may do: its event, a line for them to read, and its remembered reply. Who did
-- it is told to auditors by the event and to nobody else.
create or replace function identity.announce_standing(
  _intent jsonb, _event_type text, _user identity.users, _details jsonb
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _view jsonb := identity.standing_view(_user);
begin
  perform platform.append_event(
    _intent, _event_type, 'user', _user.user_ref, _user.version,
    _view || _details || jsonb_build_object('acted_by', _intent ->> 'scope')
  );
  perform identity.log_activity(_user.id, upper(replace(_event_type, '.', '_')), _details, null, null);
  return platform.end_write(_intent, _view);
end
$$;
