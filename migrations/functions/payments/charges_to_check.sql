-- Charges whose provider is to be asked, because it has said nothing, or because a refund of ours is under way.
create or replace function payments.charges_to_check(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(distinct charge_ref), '[]')
  from (
    (
      select charge_ref
      from payments.charges
      where check_at <= clock_timestamp()
      order by check_at
      limit _limit
    )
    union all
    (
      select charge_ref
      from payments.refunds
      join payments.charges on charges.id = refunds.charge_id
      where refunds.status = 'SENT' and refunds.check_at <= clock_timestamp()
      order by refunds.check_at
      limit _limit
    )
  ) as due;
$$;

grant execute on function payments.charges_to_check(integer) to saku_app;
