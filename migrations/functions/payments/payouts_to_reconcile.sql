create or replace function payments.payouts_to_reconcile(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(payments.payout_view(due)), '[]')
  from (
    select *
    from payments.payouts
    where reconcile_at <= clock_timestamp()
    order by reconcile_at
    limit _limit
  ) as due;
$$;

grant execute on function payments.payouts_to_reconcile(integer) to saku_app;
