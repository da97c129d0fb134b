create or replace function payments.fee_rate_view(_rate payments.fee_rates)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'fee_rate_ref', _rate.fee_rate_ref,
    'payee_ref', _rate.payee_ref,
    'provider', _rate.provider,
    'currency', _rate.currency,
    'fee_fixed', platform.to_decimal(_rate.fee_fixed, _rate.currency),
    'fee_percentage', _rate.fee_percentage::text,
    'version', _rate.version,
    'updated_at', platform.to_rfc3339(_rate.updated_at)
  );
$$;
