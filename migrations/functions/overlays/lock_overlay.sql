-- Finds an overlay that this caller may change, and holds it until the commit. A stranger's is as absent as one that never
-- was, and so is one that was removed.
create or replace function overlays.lock_overlay(_intent jsonb, _overlay_ref text)
returns overlays.overlays
language plpgsql
set search_path = ''
as $$
declare
  _overlay overlays.overlays;
begin
  select * into _overlay
  from overlays.overlays
  where overlay_ref = _overlay_ref and removed_at is null
    and (_intent ->> 'acting_owner' is null or owner_ref = _intent ->> 'acting_owner')
  for update;
  if not found then
    perform platform.refuse('overlay_not_found', jsonb_build_object('overlay_ref', _overlay_ref));
  end if;
  return _overlay;
end
$$;
