-- What became of the transactions of the last minute, and how many commands wait for their time. A transaction is named
-- when it is asked for, so its ref says when that was.
create or replace function transactions.metrics()
returns json
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select json_build_object(
    'last_minute', (
      select coalesce(json_agg(json_build_object('type', type, 'status', status, 'count', count) order by type, status), '[]')
      from (
        select type, status, count(*) as count
        from transactions.transactions
        where transaction_ref >= platform.earliest_ref(clock_timestamp() - interval '1 minute')
        group by type, status
      ) as counted
    ),
    'scheduled_due', (
      select count(*) from (
        select from transactions.scheduled_commands where due_at <= clock_timestamp() limit 10000
      ) as due
    )
  );
$$;

grant execute on function transactions.metrics() to saku_app;
