-- The end of every change of an API key: its event, the line in its owner's activities, and how it looks now. Names are
-- people's words, addresses are theirs too, and both stay out of events.
create or replace function identity.announce_api_key(_intent jsonb, _event_type text, _key identity.api_keys)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _view jsonb := identity.api_key_view(_key);
begin
  perform platform.append_event(
    _intent, _event_type, 'api_key', _key.key_ref, _key.version,
    _view - 'name' - 'prefix' - 'ip_allow_list' - 'last_used_at'
  );
  perform identity.log_activity(
    id, upper(replace(_event_type, '.', '_')), jsonb_build_object('key_ref', _key.key_ref), null, null
  )
  from identity.users
  where user_ref = _key.owner_ref;
  return _view;
end
$$;
