-- How much of a charge the payer's bank holds by the provider's word. One that names no amount means all that is left; one
-- that says less than nothing does not know it, and then an operator's word counts.
create or replace function payments.taken_amount(_charge payments.charges, _observed jsonb)
returns numeric
language sql
immutable
set search_path = ''
as $$
  select case
    when (_observed ->> 'charged_back_amount')::numeric < 0 and _charge.told_taken_amount is not null then
      _charge.told_taken_amount
    when _observed ->> 'charged_back_amount' is not null then (_observed ->> 'charged_back_amount')::numeric
    when _observed ->> 'status' is distinct from 'CHARGEBACK' then 0
    -- A part that a person found out is not all of it.
    when _charge.charged_back_amount > 0 and _charge.told_taken_amount is null then _charge.charged_back_amount
    else _charge.amount - greatest((_observed ->> 'refunded_amount')::numeric, _charge.refunded_amount)
  end;
$$;
