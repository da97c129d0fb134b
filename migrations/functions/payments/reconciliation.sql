-- What was found that does not agree, counted by its kind, and how much waits to be compared.
create or replace function payments.reconciliation()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'open_cases', (
      select coalesce(jsonb_object_agg(kind, many), '{}')
      from (select kind, count(*) as many from payments.cases where closed_at is null group by kind) as counted
    ),
    'quarantined_notifications', (select count(*) from payments.notifications where status = 'QUARANTINED'),
    'charges_due', (select count(*) from payments.charges where reconcile_at <= clock_timestamp()),
    'payouts_due', (select count(*) from payments.payouts where reconcile_at <= clock_timestamp())
  );
$$;

grant execute on function payments.reconciliation() to saku_app;
