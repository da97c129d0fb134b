-- An overlay as commands answer it and idempotency keys remember it: refs only, and nothing that opens it.
create or replace function overlays.overlay_view(_overlay overlays.overlays)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'overlay_ref', _overlay.overlay_ref,
    'owner_ref', _overlay.owner_ref,
    'name', _overlay.name,
    'parts', _overlay.parts,
    'is_mirror', _overlay.is_mirror,
    'position', _overlay.position,
    'scale_percent', _overlay.scale_percent,
    'version', _overlay.version,
    'created_at', platform.to_rfc3339(_overlay.created_at),
    'updated_at', platform.to_rfc3339(_overlay.updated_at)
  );
$$;
