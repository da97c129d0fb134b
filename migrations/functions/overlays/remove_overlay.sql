-- Removes an overlay for good. Its links open nothing any more.
create or replace function overlays.remove_overlay(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _overlay overlays.overlays;
  _ended jsonb;
begin
  if _replay is not null then
    return _replay;
  end if;
  _overlay := overlays.lock_overlay(_intent, _command ->> 'overlay_ref');
  _ended := overlays.end_tokens(_overlay.id, _now);
  update overlays.overlays
  set removed_at = _now, version = version + 1, updated_at = greatest(_now, updated_at)
  where id = _overlay.id
  returning * into _overlay;
  return overlays.announce_overlay(_intent, 'overlay.removed', _overlay, _ended);
end
$$;

grant execute on function overlays.remove_overlay(jsonb, jsonb) to saku_app;
