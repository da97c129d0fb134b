-- A promise as it stands at this moment, also when it ran out and nobody has come by yet.
create or replace function ledger.hold_of(_transaction_ref text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'status', case when status = 'ACTIVE' and expires_at <= clock_timestamp() then 'EXPIRED' else status end,
    'amount', platform.to_decimal(amount, currency),
    'captured', platform.to_decimal(captured, currency),
    'remaining', platform.to_decimal(
      case when status = 'ACTIVE' and coalesce(expires_at > clock_timestamp(), true) then amount - captured else 0 end,
      currency
    ),
    'expires_at', platform.to_rfc3339(expires_at),
    'ended_at', platform.to_rfc3339(ended_at)
  )
  from ledger.holds
  where transaction_ref = _transaction_ref;
$$;
