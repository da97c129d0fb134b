-- Payouts that were begun and have not ended, and whose time to be looked at has come.
create or replace function payments.payouts_due(_limit integer)
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
    where next_attempt_at <= clock_timestamp()
    order by next_attempt_at
    limit _limit
  ) as due;
$$;

grant execute on function payments.payouts_due(integer) to saku_app;
