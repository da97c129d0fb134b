-- The part of platform.admit_events for things that a group has met before, or of which it has met a later event first.
create or replace function platform.admit_in_order(_group text, _incoming platform.published_event[])
returns platform.published_event[]
language plpgsql
set search_path = ''
as $$
declare
  _positions platform.inbox_positions[] := platform.lock_positions(_group, _incoming);
  _next platform.published_event[];
  _early platform.published_event[];
  _dropped text[];
begin
  with candidates as (
    select position.sequence as reached, arrived as event, false as is_parked, false as is_dropped
    from unnest(_incoming) as arrived
    join unnest(_positions) as position
      on position.aggregate_ref = arrived.aggregate_ref and position.aggregate_type = arrived.aggregate_type
    left join platform.parked_events as parked
      on parked.consumer_group = _group and parked.aggregate_ref = arrived.aggregate_ref
      and parked.aggregate_type = arrived.aggregate_type and parked.sequence = arrived.sequence
    -- What is parked is not taken by a late copy of itself, but only by the attempt that it is given.
    where arrived.sequence > position.sequence and (
      parked.sequence is null or parked.attempts = arrived.attempt and parked.reason <> 'DROPPED'
    )
    union all
    select position.sequence, waiting.event, true, waiting.is_dropped
    from unnest(_positions) as position
    cross join lateral platform.waiting_events(position) as waiting
    where not exists (
      select from unnest(_incoming) as alone
      where alone.aggregate_ref = position.aggregate_ref and alone.aggregate_type = position.aggregate_type
        and alone.attempt is not null
    )
  ), placed as (
    select event, is_parked, is_dropped, (event).sequence = reached + row_number() over (
      partition by (event).aggregate_ref, (event).aggregate_type order by (event).sequence
    ) as is_next
    from candidates
  )
  select array_agg(event) filter (where is_next),
    array_agg(event) filter (where not is_next and not is_parked),
    coalesce(array_agg((event).event_ref) filter (where is_dropped), '{}')
  into _next, _early, _dropped
  from placed;

  perform platform.park_early(_group, _early);
  perform platform.pass_events(_group, _next);
  -- Noted only here: what an operator drops may be taken in the same moment by an attempt that was under way, and then it was.
  insert into platform.dropped_events (consumer_group, event_ref)
  select _group, event.event_ref from unnest(_next) as event where event.event_ref = any (_dropped)
  on conflict do nothing;
  return (select array_agg(event) from unnest(_next) as event where event.event_ref <> all (_dropped));
end
$$;
