-- How many events there are about each thing of a type whose ref lies after one and not after another, and the last of
-- their numbers. Equal, they say that none is missing.
create or replace function platform.count_events(_aggregate_type text, _after text, _until text)
returns table (aggregate_ref text, events bigint, last_sequence bigint)
language sql
stable
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select aggregate_ref, count(*), max(sequence)
  from platform.outbox_events
  where aggregate_type = _aggregate_type and aggregate_ref > _after and aggregate_ref <= _until
  group by aggregate_ref;
$$;
