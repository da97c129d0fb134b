-- The moment, and how old the oldest event is that readers of "everything since" may not see yet, because a transaction
-- that began before it is still open.
create or replace function platform.horizon()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'moment', platform.to_rfc3339(clock_timestamp()),
    'lag_ms', coalesce(
      greatest(floor(extract(epoch from clock_timestamp() - min(created_at)) * 1000), 0)::bigint, 0
    )
  )
  from platform.outbox_events
  where transaction_xid >= pg_snapshot_xmin(pg_current_snapshot());
$$;

grant execute on function platform.horizon() to saku_app;
