-- How much of a charge the payer's bank holds by the provider's word. One that names no amount means all that is left.
create or replace function payments.taken_amount(_charge payments.charges, _observed jsonb)
returns numeric
language sql
immutable
set search_path = ''
as $$
  select case
    when _observed ->> 'charged_back_amount' is not null then (_observed ->> 'charged_back_amount')::numeric
    when _observed ->> 'status' is distinct from 'CHARGEBACK' then 0
    when _charge.charged_back_amount > 0 then _charge.charged_back_amount
    else _charge.amount - greatest((_observed ->> 'refunded_amount')::numeric, _charge.refunded_amount)
  end;
$$;
