-- Gives an overlay another token, and lets the ones before end: now, or after the overlap.
create or replace function overlays.rotate_overlay(_intent jsonb, _command jsonb)
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
  _ended := overlays.end_tokens(
    _overlay.id, _now + make_interval(secs => (_command ->> 'overlap_seconds')::integer)
  );
  insert into overlays.tokens (token_ref, overlay_id, token_hash, created_at)
  values (_command ->> 'token_ref', _overlay.id, decode(_command ->> 'token_hash', 'hex'), _now);
  update overlays.overlays
  set version = version + 1, updated_at = greatest(_now, updated_at)
  where id = _overlay.id
  returning * into _overlay;
  return overlays.announce_overlay(_intent, 'overlay.rotated', _overlay, _ended);
end
$$;

grant execute on function overlays.rotate_overlay(jsonb, jsonb) to saku_app;
