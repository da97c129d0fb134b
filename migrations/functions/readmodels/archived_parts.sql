-- The objects that hold the data of what a rebuild reads next, as far as it has left the outbox.
create or replace function readmodels.archived_parts(_name text, _most integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set enable_seqscan = off
as $$
  select platform.archived_parts(array(
    select event
    from readmodels.projections as projection
    cross join lateral readmodels.rebuild_things(projection, _most) as thing
    join platform.outbox_events as event on event.aggregate_ref = thing.aggregate_ref
      and event.aggregate_type = thing.aggregate_type and event.sequence <= thing.sequence
    where projection.name = _name and projection.building is not null and event.payload is null
  ));
$$;

grant execute on function readmodels.archived_parts(text, integer) to saku_app;
