-- Writes minor units as the decimal string of their currency: 1050 USD is 10.50, 15000 IDR is 15000. A multiplication,
-- because numeric products are exact and quotients are rounded.
create or replace function platform.to_decimal(_amount numeric, _currency text)
returns text
language sql
stable
set search_path = ''
as $$
  select (_amount * ('1e-' || exponent)::numeric)::text
  from platform.currencies
  where code = _currency;
$$;
