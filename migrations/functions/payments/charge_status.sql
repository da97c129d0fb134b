-- What a paid charge is called, from what has happened to it. The latest of its stages names it; where a bank took a part
-- the rest goes on, as after a refund of a part.
create or replace function payments.charge_status(_charge payments.charges)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when _charge.refunded_amount = _charge.amount then 'REFUNDED'
    when _charge.refunded_amount + _charge.charged_back_amount = _charge.amount then 'CHARGEBACK'
    when _charge.refunded_amount + _charge.charged_back_amount > 0 then 'PARTIALLY_REFUNDED'
    when _charge.settled_at is not null then 'SETTLED'
    else 'PAID'
  end;
$$;
