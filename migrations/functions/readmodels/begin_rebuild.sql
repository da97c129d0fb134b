-- Begins to build a projection anew, beside the one that goes on being read.
create or replace function readmodels.begin_rebuild(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _projection readmodels.projections;
  _zone text := _command ->> 'time_zone';
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Before the row: a batch of events reads the row while it holds this.
  perform pg_advisory_xact_lock(1_935_764_342, 1);
  select * into _projection from readmodels.projections where name = _command ->> 'name' for update;
  if not found then
    perform platform.refuse('projection_not_found', jsonb_build_object('projection', _command ->> 'name'));
  end if;
  if _projection.building is not null then
    perform platform.refuse('rebuild_running', jsonb_build_object(
      'projection', _projection.name, 'rebuild_ref', _projection.rebuild_ref
    ));
  end if;
  if _zone is not null and _projection.name <> 'daily_wallet_snapshot' then
    perform platform.refuse('projection_without_days', jsonb_build_object('projection', _projection.name));
  end if;
  if _zone is not null and not exists (select from pg_timezone_names where name = _zone) then
    perform platform.refuse('business_zone_unknown', jsonb_build_object('time_zone', _zone));
  end if;

  perform readmodels.clear_generation(_projection.name, (1 - _projection.generation)::smallint);
  update readmodels.projections
  set building = 1 - generation, building_time_zone = coalesce(_zone, time_zone),
    rebuild_ref = _command ->> 'rebuild_ref', after_type = '', after_ref = '', events_read = 0,
    events_expected = (
      select greatest(reltuples, 0)::bigint from pg_class where oid = 'platform.outbox_events'::regclass
    ),
    started_at = platform.moment(), finished_at = null
  where name = _projection.name
  returning * into _projection;
  perform platform.append_event(_intent, 'projection.rebuild_started', 'rebuild', _projection.rebuild_ref, 1,
    jsonb_build_object(
      'rebuild_ref', _projection.rebuild_ref, 'projection', _projection.name, 'time_zone', _projection.building_time_zone
    ));
  return platform.end_write(_intent, readmodels.projection_view(_projection));
end
$$;

grant execute on function readmodels.begin_rebuild(jsonb, jsonb) to saku_app;
