-- The end of every change: its event, and its remembered reply with what else the change came to. Names are people's
-- words, and stay out of events.
create or replace function overlays.announce_overlay(
  _intent jsonb, _event_type text, _overlay overlays.overlays, _more jsonb default '{}'
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _view jsonb := overlays.overlay_view(_overlay);
begin
  perform platform.append_event(
    _intent, _event_type, 'overlay', _overlay.overlay_ref, _overlay.version, _view - 'name'
  );
  return platform.end_write(_intent, jsonb_build_object('overlay', _view) || _more);
end
$$;
