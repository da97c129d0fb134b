-- Whether events have been committed that may not be read yet, because a transaction that began before them is open.
create or replace function platform.relay_is_held()
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from platform.outbox_events where transaction_xid >= pg_snapshot_xmin(pg_current_snapshot())
  );
$$;

grant execute on function platform.relay_is_held() to saku_app;
