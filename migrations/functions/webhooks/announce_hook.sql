-- The end of every change of a hook: its event, and how it looks now. Names and addresses stay out of events.
create or replace function webhooks.announce_hook(_intent jsonb, _event_type text, _hook webhooks.hooks)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _view jsonb := webhooks.hook_view(_hook);
begin
  perform platform.append_event(
    _intent, _event_type, 'hook', _hook.hook_ref, _hook.version,
    _view - 'name' - 'url' - 'header_names' || jsonb_build_object('acted_by', _intent ->> 'scope')
  );
  return _view;
end
$$;
