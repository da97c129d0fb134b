-- The refunds of a charge, the first one first, for whoever may see the charge.
create or replace function payments.refunds_of(_charge_ref text, _acting_owner text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(payments.refund_view(refunds) order by refund_ref), '[]')
  from payments.charge_of(_charge_ref, _acting_owner) as visible
  join payments.charges on charges.charge_ref = visible ->> 'charge_ref'
  join payments.refunds on refunds.charge_id = charges.id;
$$;

grant execute on function payments.refunds_of(text, text) to saku_app;
