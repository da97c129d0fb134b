-- The first limit that a command would go beyond, or null.
create or replace function ledger.limit_fault(
  _allowances ledger.allowance[], _accounts ledger.working_account[], _amount numeric,
  _leg_account integer[], _leg_sign integer[], _leg_amount numeric[]
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'owner_ref', account.owner_ref,
    'owner_type', account.owner_type,
    'limit_ref', allowance.limit_ref,
    'direction', allowance.direction,
    'period', allowance.period,
    'limit', (allowance.cap * account.unit)::text,
    'used', (allowance.used * account.unit)::text,
    'requested', (sum(coalesce(leg.amount, _amount)) * account.unit)::text,
    'currency', account.currency
  )
  from unnest(_allowances) as allowance
  join unnest(_leg_account, _leg_sign, _leg_amount) as leg (account_n, sign, amount)
    on leg.account_n = allowance.account_n and leg.sign = case allowance.direction when 'DEBIT' then -1 else 1 end
  join unnest(_accounts) as account on account.n = allowance.account_n
  where allowance.is_current
  group by allowance.n, allowance.limit_ref, allowance.direction, allowance.period, allowance.cap, allowance.used,
    account.owner_ref,
    account.owner_type, account.unit, account.currency
  having sum(coalesce(leg.amount, _amount)) + allowance.used > allowance.cap
  order by allowance.n
  limit 1;
$$;
