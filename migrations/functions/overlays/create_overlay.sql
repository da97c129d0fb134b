-- Makes an overlay with the token that opens it. An owner has a bounded number of overlays.
create or replace function overlays.create_overlay(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _at_most constant integer := 20;
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _overlay overlays.overlays;
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Two that are made at once would both find room for one.
  perform pg_advisory_xact_lock(hashtextextended('overlays.overlays ' || (_command ->> 'owner_ref'), 0));
  if (
    select count(*) from overlays.overlays where owner_ref = _command ->> 'owner_ref' and removed_at is null
  ) >= _at_most then
    perform platform.refuse('overlay_limit_reached', jsonb_build_object('overlays_at_most', _at_most));
  end if;

  insert into overlays.overlays (
    overlay_ref, owner_ref, name, parts, is_mirror, position, scale_percent, created_at, updated_at
  )
  values (
    _command ->> 'overlay_ref', _command ->> 'owner_ref', _command ->> 'name',
    array(select jsonb_array_elements_text(_command -> 'parts')), (_command ->> 'is_mirror')::boolean,
    _command ->> 'position', (_command ->> 'scale_percent')::smallint, _now, _now
  )
  returning * into _overlay;
  insert into overlays.tokens (token_ref, overlay_id, token_hash, created_at)
  values (_command ->> 'token_ref', _overlay.id, decode(_command ->> 'token_hash', 'hex'), _now);
  return overlays.announce_overlay(_intent, 'overlay.created', _overlay);
end
$$;

grant execute on function overlays.create_overlay(jsonb, jsonb) to saku_app;
