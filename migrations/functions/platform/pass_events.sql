-- Moves a group's positions past events that are next, and forgets that they were parked.
create or replace function platform.pass_events(_group text, _events platform.published_event[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _events is null then
    return;
  end if;
  delete from platform.parked_events as parked
  using unnest(_events) as event
  where parked.consumer_group = _group and parked.aggregate_ref = event.aggregate_ref
    and parked.aggregate_type = event.aggregate_type and parked.sequence = event.sequence;

  with moved as (
    update platform.inbox_positions as position
    set sequence = reached.sequence
    from (
      select aggregate_type, aggregate_ref, max(sequence) as sequence
      from unnest(_events)
      group by aggregate_type, aggregate_ref
    ) as reached
    where position.consumer_group = _group and position.aggregate_ref = reached.aggregate_ref
      and position.aggregate_type = reached.aggregate_type
    returning position.aggregate_type, position.aggregate_ref, position.sequence
  )
  -- Whoever waited for these and was not taken along may go now.
  update platform.parked_events as parked
  set next_attempt_at = clock_timestamp()
  from moved
  where parked.consumer_group = _group and parked.aggregate_ref = moved.aggregate_ref
    and parked.aggregate_type = moved.aggregate_type and parked.sequence = moved.sequence + 1
    and parked.reason in ('EARLY', 'DROPPED');
end
$$;
