-- Parked events of a group that are to be tried now. They are not given to anybody else for a minute, which is more than a
-- try takes. One that failed says which attempt it is, and so is taken alone.
create or replace function platform.due_events(_group text, _limit integer)
returns table (event text)
language sql
security definer
set search_path = ''
as $$
  with due as (
    select consumer_group, aggregate_ref, aggregate_type, sequence
    from platform.parked_events
    where consumer_group = _group and next_attempt_at <= clock_timestamp()
    order by next_attempt_at
    limit _limit
    for update skip locked
  )
  update platform.parked_events as parked
  set next_attempt_at = clock_timestamp() + interval '1 minute'
  from due
  where (parked.consumer_group, parked.aggregate_ref, parked.aggregate_type, parked.sequence)
    = (due.consumer_group, due.aggregate_ref, due.aggregate_type, due.sequence)
  returning case
    when reason = 'FAILED' then (event::jsonb || jsonb_build_object('attempt', attempts))::text
    else event::text
  end;
$$;

grant execute on function platform.due_events(text, integer) to saku_app;
