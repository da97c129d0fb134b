-- The events of one thing that wait for their predecessors, so many that a round trip can take them.
create or replace function platform.waiting_events(_position platform.inbox_positions)
returns table (event platform.published_event, is_dropped boolean)
language sql
stable
set search_path = ''
as $$
  select (platform.read_events(json_build_array(parked.event)))[1], reason = 'DROPPED'
  from platform.parked_events as parked
  where consumer_group = _position.consumer_group and aggregate_ref = _position.aggregate_ref
    and aggregate_type = _position.aggregate_type and sequence > _position.sequence and reason in ('EARLY', 'DROPPED')
  order by sequence
  limit 500;
$$;
