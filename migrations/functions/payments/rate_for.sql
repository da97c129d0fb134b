-- What is kept of a charge: the rate that names payee and provider before the one that names one of them, and that before
-- the one for all.
create or replace function payments.rate_for(_payee_ref text, _provider text, _currency text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(
    (
      select jsonb_build_object('fee_fixed', fee_fixed::text, 'fee_percentage', fee_percentage::text)
      from payments.fee_rates
      where currency = _currency and coalesce(payee_ref, _payee_ref) = _payee_ref
        and coalesce(provider, _provider) = _provider
      order by payee_ref nulls last, provider nulls last
      limit 1
    ),
    '{"fee_fixed": "0", "fee_percentage": "0.0000"}'
  );
$$;

grant execute on function payments.rate_for(text, text, text) to saku_app;
