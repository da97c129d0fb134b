-- How much a command would have needed of an account, and how much there was.
create or replace function ledger.shortage(
  _accounts ledger.working_account[], _account_n integer, _available_after numeric[],
  _leg_account integer[], _leg_moved numeric[], _freed numeric
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'owner_ref', account.owner_ref,
    'owner_type', account.owner_type,
    'required', (needed.amount * account.unit)::text,
    'available', ((_available_after[_account_n] + needed.amount - account.min_available) * account.unit)::text,
    'currency', account.currency
  )
  from unnest(_accounts) as account,
    (
      select -_freed - sum(moved) as amount
      from unnest(_leg_account, _leg_moved) as leg (account_n, moved)
      where account_n = _account_n
    ) as needed
  where account.n = _account_n;
$$;
