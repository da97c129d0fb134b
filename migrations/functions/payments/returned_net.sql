-- How much of the payee's net has been given back once so much of the charge was: its share, floored, so that parts that
-- are given back one after the other come to exactly the whole.
create or replace function payments.returned_net(_charge payments.charges, _returned numeric)
returns numeric
language sql
immutable
set search_path = ''
as $$
  select div(_charge.net_amount * _returned, _charge.amount);
$$;
