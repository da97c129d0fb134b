-- Writes minor units as the decimal string of their currency, exactly: 1050 USD is 10.50, 15000 IDR is 15000. The
-- division is exact, because the scale of the result is the exponent itself.
create or replace function platform.to_decimal(_amount numeric, _currency text)
returns text
language sql
stable
set search_path = ''
as $$
  select round(_amount / (10::numeric ^ exponent), exponent)::text
  from platform.currencies
  where code = _currency;
$$;
