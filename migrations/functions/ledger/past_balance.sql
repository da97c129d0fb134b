-- A balance of the past in the shape of the present one. What was promised or allowed then is not kept, so it is null.
create or replace function ledger.past_balance(
  _account_id uuid, _balance numeric, _version bigint, _as_of timestamptz
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'currency', currency,
    'balance', platform.to_decimal(_balance, currency),
    'pending_in', null,
    'pending_out', null,
    'available', null,
    'overdraft', null,
    'version', _version,
    'as_of', platform.to_rfc3339(_as_of)
  )
  from ledger.accounts
  where id = _account_id;
$$;
