create or replace function payments.payout_view(_payout payments.payouts)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'payout_ref', _payout.payout_ref,
    'owner_ref', _payout.owner_ref,
    'beneficiary_ref', beneficiary_ref,
    'wallet_ref', _payout.wallet_ref,
    'amount', platform.to_decimal(_payout.amount, _payout.currency),
    'currency', _payout.currency,
    'provider', _payout.provider,
    'status', _payout.status,
    'attempts', _payout.attempts,
    'failure_reason', _payout.failure_reason,
    'hold_transaction_ref', _payout.hold_transaction_ref,
    'transaction_ref', _payout.transaction_ref,
    'return_transaction_ref', _payout.return_transaction_ref,
    'version', _payout.version,
    'created_at', platform.to_rfc3339(_payout.created_at),
    'updated_at', platform.to_rfc3339(_payout.updated_at)
  )
  from payments.beneficiaries
  where id = _payout.beneficiary_id;
$$;
