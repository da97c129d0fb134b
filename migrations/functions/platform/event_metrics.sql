-- How events travel, in numbers that cost little: how far the relays are behind, and what each group has taken and parked.
create or replace function platform.event_metrics()
returns json
language sql
stable
security definer
set search_path = ''
as $$
  with relays as (
    select relay, moved_at, coalesce((
      select greatest(floor(extract(epoch from clock_timestamp() - created_at) * 1000), 0)::bigint
      from platform.outbox_events as outbox
      where (outbox.transaction_xid, outbox.event_ref) > (position.transaction_xid, position.event_ref)
      order by outbox.transaction_xid, outbox.event_ref
      limit 1
    ), 0) as lag_ms
    from platform.relay_positions as position
  ), progress as (
    select consumer_group, sum(sent_events)::bigint as sent, sum(consumed_events)::bigint as consumed,
      max(consumed_at) as consumed_at, max(last_event_at) as last_event_at,
      (array_agg(last_lag_ms order by consumed_at desc nulls last))[1] as last_lag_ms
    from platform.group_progress
    group by consumer_group
  ), parked as (
    select consumer_group, count(*) filter (where reason = 'EARLY') as early,
      count(*) filter (where reason = 'FAILED') as failed, count(*) filter (where reason = 'DEAD') as dead
    from platform.parked_events
    group by consumer_group
  )
  select json_build_object(
    'horizon_lag_ms', (platform.horizon() ->> 'lag_ms')::bigint,
    'groups', coalesce(json_agg(json_build_object(
      'group', relay,
      'relayed_at', platform.to_rfc3339(moved_at),
      'relay_lag_ms', relays.lag_ms,
      'sweep_lag_ms', coalesce((select lag_ms from relays as sweeps where sweeps.relay = 'sweep:' || relays.relay), 0),
      'sent', coalesce(sent, 0),
      'consumed', coalesce(consumed, 0),
      'waiting', greatest(coalesce(sent, 0) - coalesce(consumed, 0), 0),
      'consumed_at', platform.to_rfc3339(consumed_at),
      'last_event_at', platform.to_rfc3339(last_event_at),
      'last_lag_ms', last_lag_ms,
      'early', coalesce(early, 0),
      'failed', coalesce(failed, 0),
      'dead', coalesce(dead, 0)
    ) order by relay), '[]')
  )
  from relays
  left join progress on progress.consumer_group = relay
  left join parked on parked.consumer_group = relay
  where relay not like 'sweep:%';
$$;

grant execute on function platform.event_metrics() to saku_app;
