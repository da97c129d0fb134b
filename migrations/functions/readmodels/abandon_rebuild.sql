-- Ends a rebuild that cannot go on, and leaves the projection as it is read.
create or replace function readmodels.abandon_rebuild(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _projection readmodels.projections;
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Before the row, and alone: no batch of events is writing what is given up.
  perform pg_advisory_xact_lock(1_935_764_342, 1);
  select * into _projection from readmodels.projections where name = _command ->> 'name' for update;
  if not found then
    perform platform.refuse('projection_not_found', jsonb_build_object('projection', _command ->> 'name'));
  end if;
  if _projection.building is null then
    perform platform.refuse('rebuild_not_running', jsonb_build_object('projection', _projection.name));
  end if;

  update readmodels.projections
  -- What it has written is emptied a minute after this, as what was replaced is.
  set building = null, building_time_zone = null, after_type = '', after_ref = '', finished_at = platform.moment()
  where name = _projection.name
  returning * into _projection;
  perform platform.append_event(_intent, 'projection.rebuild_abandoned', 'rebuild', _projection.rebuild_ref, 2,
    jsonb_build_object(
      'rebuild_ref', _projection.rebuild_ref, 'projection', _projection.name, 'time_zone', _projection.time_zone,
      'events_read', _projection.events_read
    ));
  return platform.end_write(_intent, readmodels.projection_view(_projection));
end
$$;

grant execute on function readmodels.abandon_rebuild(jsonb, jsonb) to saku_app;
