-- The end of every change of a person: its event, and a line among their activities.
create or replace function identity.announce_user(
  _intent jsonb, _event_type text, _user identity.users, _command jsonb default '{}'
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _view jsonb := identity.account_view(_user);
begin
  perform platform.append_event(
    _intent || jsonb_build_object('event_ref', platform.new_ref()), _event_type, 'user', _user.user_ref, _user.version,
    _view
  );
  perform identity.log_activity(_user.id, upper(replace(_event_type, '.', '_')), '{}', _command ->> 'ip', _command ->> 'user_agent');
  return _view;
end
$$;
