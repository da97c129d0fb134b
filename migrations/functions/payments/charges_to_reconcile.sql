-- Charges that are to be compared with what the ledger and their provider say, each with the postings that it claims.
create or replace function payments.charges_to_reconcile(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'charge', payments.charge_view(due),
    'movements', (
      select coalesce(jsonb_agg(payments.movement_view(movements)), '[]')
      from payments.movements
      where movements.charge_id = due.id and movements.status = 'POSTED'
    )
  )), '[]')
  from (
    select *
    from payments.charges
    where reconcile_at <= clock_timestamp()
    order by reconcile_at
    limit _limit
  ) as due;
$$;

grant execute on function payments.charges_to_reconcile(integer) to saku_app;
