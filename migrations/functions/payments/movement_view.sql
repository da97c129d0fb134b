-- A movement with what posting it needs of its charge. Minor units as text, because JSON has no integers of this size.
create or replace function payments.movement_view(_movement payments.movements)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'movement_ref', _movement.movement_ref,
    'charge_ref', charge_ref,
    'payee_ref', payee_ref,
    'kind', _movement.kind,
    'net_amount', _movement.net_amount::text,
    'fee_amount', _movement.fee_amount::text,
    'shortfall', _movement.shortfall::text,
    'currency', currency,
    'payee_wallet', _movement.payee_wallet,
    'from_wallet_ref', _movement.from_wallet_ref,
    'into_wallet_ref', _movement.into_wallet_ref,
    'attempt', _movement.attempt,
    'status', _movement.status,
    'failure', _movement.failure,
    'transaction_ref', _movement.transaction_ref,
    'created_at', platform.to_rfc3339(_movement.created_at)
  )
  from payments.charges
  where id = _movement.charge_id;
$$;
