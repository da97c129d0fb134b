-- A charge as commands answer it: refs only, amounts as the decimals of its currency.
create or replace function payments.charge_view(_charge payments.charges)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'charge_ref', _charge.charge_ref,
    'payer_ref', _charge.payer_ref,
    'payee_ref', _charge.payee_ref,
    'purpose', _charge.purpose,
    'amount', platform.to_decimal(_charge.amount, _charge.currency),
    'fee_fixed', platform.to_decimal(_charge.fee_fixed, _charge.currency),
    'fee_percentage', _charge.fee_percentage::text,
    'fee_amount', platform.to_decimal(_charge.fee_amount, _charge.currency),
    'net_amount', platform.to_decimal(_charge.net_amount, _charge.currency),
    'rounding_amount', _charge.rounding_amount::text,
    'rounding_strategy', _charge.rounding_strategy,
    'currency', _charge.currency,
    'status', _charge.status,
    'provider', _charge.provider,
    'external_reference', _charge.external_reference,
    'instructions', _charge.instructions,
    'refunded_amount', platform.to_decimal(_charge.refunded_amount, _charge.currency),
    'charged_back_amount', platform.to_decimal(_charge.charged_back_amount, _charge.currency),
    'failure_reason', _charge.failure_reason,
    'metadata', _charge.metadata,
    'version', _charge.version,
    'expires_at', platform.to_rfc3339(_charge.expires_at),
    'created_at', platform.to_rfc3339(_charge.created_at),
    'paid_at', platform.to_rfc3339(_charge.paid_at),
    'settled_at', platform.to_rfc3339(_charge.settled_at)
  );
$$;
