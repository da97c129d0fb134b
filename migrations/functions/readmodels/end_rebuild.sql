-- Lets the generation that was built take the place of the other, and announces it. The other keeps its rows for a while:
-- who began to read before this must find them, and truncated they would be gone for them too.
create or replace function readmodels.end_rebuild(_projection readmodels.projections)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  update readmodels.projections
  set generation = building, building = null, time_zone = building_time_zone, building_time_zone = null,
    after_type = '', after_ref = '', finished_at = platform.moment()
  where name = _projection.name
  returning * into _projection;
  perform platform.append_event(
    jsonb_build_object('event_ref', platform.new_ref()), 'projection.rebuilt', 'rebuild', _projection.rebuild_ref, 2,
    jsonb_build_object(
      'rebuild_ref', _projection.rebuild_ref, 'projection', _projection.name, 'events_read', _projection.events_read,
      'time_zone', _projection.time_zone
    )
  );
  return readmodels.projection_view(_projection);
end
$$;
