-- The events of one thing that wait for their predecessors, so many that a round trip can take them. Each has an attempt,
-- which tells those that come along from those that a queue has brought.
create or replace function platform.waiting_events(_position platform.inbox_positions)
returns table (event platform.published_event, is_dropped boolean)
language sql
stable
set search_path = ''
as $$
  select row(
      sent.event_ref, sent.event_type, sent.aggregate_type, sent.aggregate_ref, sent.sequence, sent.occurred_at,
      sent.traceparent, 0, sent.data
    )::platform.published_event, reason = 'DROPPED'
  from platform.parked_events as parked
  cross join lateral unnest(platform.read_events(json_build_array(parked.event))) as sent
  where parked.consumer_group = _position.consumer_group and parked.aggregate_ref = _position.aggregate_ref
    and parked.aggregate_type = _position.aggregate_type and parked.sequence > _position.sequence
    and reason in ('EARLY', 'DROPPED')
  order by parked.sequence
  limit 500;
$$;
