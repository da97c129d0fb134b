-- Goes on with a rebuild for so many things, each with every event of it that the live generation has taken. What happens
-- to them from then on, both generations are told; when there is nothing more behind them, the new one takes the place of
-- the old. Events whose data has left the outbox are given as their copies tell them, and what an operator dropped stays
-- dropped. Answers the projection, or null when no rebuild of it is under way.
create or replace function readmodels.rebuild_slice(_name text, _most integer, _archived json default '[]')
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
    select aggregate_type, aggregate_ref, sequence from readmodels.rebuild_things(_projection, _most)
  ), archived as materialized (
    select id, data from json_to_recordset(_archived) as event (id text, data json)
  )
  select
    (
      select row(aggregate_ref, aggregate_type)::readmodels.place
      from slice order by aggregate_ref desc, aggregate_type desc limit 1
    ) as last,
    array_agg(row(
      event.event_ref, event.event_type, event.aggregate_type, event.aggregate_ref, event.sequence, event.created_at,
      event.traceparent, null, coalesce(event.payload, archived.data)
    )::platform.published_event) filter (where dropped.event_ref is null) as events,
    count(*) as count, count(*) filter (where event.payload is null and archived.data is null) as missing
  into _read
  from slice
  join platform.outbox_events as event on event.aggregate_ref = slice.aggregate_ref
    and event.aggregate_type = slice.aggregate_type and event.sequence <= slice.sequence
  left join archived on archived.id = event.event_ref
  left join platform.dropped_events as dropped
    on dropped.consumer_group = 'readmodels' and dropped.event_ref = event.event_ref;

  if _read.last is null then
    return readmodels.end_rebuild(_projection);
  end if;
  if _read.missing > 0 then
    raise exception 'The data of % events has left the outbox and was not given.', _read.missing
      using errcode = 'object_not_in_prerequisite_state';
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

grant execute on function readmodels.rebuild_slice(text, integer, json) to saku_app;
