-- Counts what a group has taken. The stripe follows the connection, and those who share one wait for each other only here,
-- where each of them holds all the positions that it needs.
create or replace function platform.record_progress(_group text, _taken platform.published_event[])
returns void
language sql
set search_path = ''
as $$
  insert into platform.group_progress as progress (
    consumer_group, stripe, consumed_events, last_event_at, last_lag_ms, consumed_at
  )
  select _group, 1 + pg_backend_pid() % 16, cardinality(_taken), last_event_at,
    greatest(floor(extract(epoch from clock_timestamp() - last_event_at) * 1000), 0)::bigint, clock_timestamp()
  from (select max(occurred_at) as last_event_at from unnest(_taken)) as told
  on conflict (consumer_group, stripe) do update
  set consumed_events = progress.consumed_events + excluded.consumed_events, last_event_at = excluded.last_event_at,
    last_lag_ms = excluded.last_lag_ms, consumed_at = excluded.consumed_at;
$$;
