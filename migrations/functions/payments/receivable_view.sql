create or replace function payments.receivable_view(_receivable payments.receivables)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'receivable_ref', _receivable.receivable_ref,
    'payee_ref', _receivable.payee_ref,
    'charge_ref', charge_ref,
    'payee_wallet', payee_wallet,
    'wallet_ref', movements.from_wallet_ref,
    'amount', platform.to_decimal(_receivable.amount, _receivable.currency),
    'collected_amount', platform.to_decimal(_receivable.collected_amount, _receivable.currency),
    'currency', _receivable.currency,
    'created_at', platform.to_rfc3339(_receivable.created_at),
    'collected_at', platform.to_rfc3339(_receivable.collected_at)
  )
  from payments.charges
  -- What could not be taken from a wallet that was frozen is still in it, and is owed from there.
  join payments.movements on movements.charge_id = charges.id and posted_at = _receivable.created_at
  where charges.id = _receivable.charge_id and kind in ('REFUND', 'CHARGEBACK') and shortfall = _receivable.amount;
$$;
