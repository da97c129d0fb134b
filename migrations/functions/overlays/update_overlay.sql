-- Changes what an overlay shows and how, if it is still the version that the caller saw.
create or replace function overlays.update_overlay(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _overlay overlays.overlays;
begin
  if _replay is not null then
    return _replay;
  end if;
  _overlay := overlays.lock_overlay(_intent, _command ->> 'overlay_ref');
  if _command ->> 'expected_version' is not null
    and _overlay.version <> (_command ->> 'expected_version')::bigint then
    perform platform.refuse('precondition_failed', jsonb_build_object(
      'overlay_ref', _overlay.overlay_ref, 'current_etag', format('"%s"', _overlay.version)
    ));
  end if;

  update overlays.overlays
  set name = coalesce(_command ->> 'name', name),
    parts = case
      when _command ? 'parts' then array(select jsonb_array_elements_text(_command -> 'parts')) else parts
    end,
    is_mirror = coalesce((_command ->> 'is_mirror')::boolean, is_mirror),
    position = coalesce(_command ->> 'position', position),
    scale_percent = coalesce((_command ->> 'scale_percent')::smallint, scale_percent),
    version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where id = _overlay.id
  returning * into _overlay;
  return overlays.announce_overlay(_intent, 'overlay.updated', _overlay);
end
$$;

grant execute on function overlays.update_overlay(jsonb, jsonb) to saku_app;
