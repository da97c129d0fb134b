-- Goes on with a rebuild for so many things, each with every event of it that the live generation has taken. What happens
-- to them from then on, both generations are told; when there is nothing more behind them, the new one takes the place of
-- the old. Answers the projection, or null when no rebuild of it is under way.
create or replace function readmodels.rebuild_slice(_name text, _most integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  _projection readmodels.projections;
  _read record;
begin
  perform pg_advisory_xact_lock(1_935_764_342, 1);
  select * into _projection from readmodels.projections where name = _name and building is not null for update;
  if not found then
    return null;
  end if;

  with slice as materialized (
    select aggregate_type, aggregate_ref, sequence
    from platform.inbox_positions
    where consumer_group = 'readmodels'
      and (aggregate_ref, aggregate_type) > (_projection.after_ref, _projection.after_type)
    order by aggregate_ref, aggregate_type
    limit _most
  )
  select
    (
      select row(aggregate_ref, aggregate_type)::readmodels.place
      from slice order by aggregate_ref desc, aggregate_type desc limit 1
    ) as last,
    array_agg(row(
      event.event_ref, event.event_type, event.aggregate_type, event.aggregate_ref, event.sequence, event.created_at,
      event.traceparent, null, event.payload
    )::platform.published_event) as events,
    count(*) as count
  into _read
  from slice
  join platform.outbox_events as event on event.aggregate_ref = slice.aggregate_ref
    and event.aggregate_type = slice.aggregate_type and event.sequence <= slice.sequence;

  if _read.last is null then
    return readmodels.end_rebuild(_projection);
  end if;
  perform readmodels.project(_name, readmodels.legs_of(_read.events), _read.events, array[
    row(_projection.building, null, null, _projection.building_time_zone)::readmodels.target
  ]);
  update readmodels.projections
  set after_type = (_read.last).aggregate_type, after_ref = (_read.last).aggregate_ref,
    events_read = events_read + _read.count
  where name = _name
  returning * into _projection;
  return readmodels.projection_view(_projection);
end
$$;

grant execute on function readmodels.rebuild_slice(text, integer) to saku_app;
