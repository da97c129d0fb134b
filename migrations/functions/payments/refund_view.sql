create or replace function payments.refund_view(_refund payments.refunds)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'refund_ref', _refund.refund_ref,
    'charge_ref', charge_ref,
    'amount', platform.to_decimal(_refund.amount, currency),
    'net_amount', platform.to_decimal(_refund.net_amount, currency),
    'fee_amount', platform.to_decimal(_refund.fee_amount, currency),
    'currency', currency,
    'status', _refund.status,
    'reason', _refund.reason,
    'failure_reason', _refund.failure_reason,
    'transaction_ref', _refund.transaction_ref,
    'created_at', platform.to_rfc3339(_refund.created_at),
    'completed_at', platform.to_rfc3339(_refund.completed_at)
  )
  from payments.charges
  where id = _refund.charge_id;
$$;
