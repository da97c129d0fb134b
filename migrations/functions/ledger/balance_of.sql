-- What an account holds now. A striped account is the sum of its stripes, read in one snapshot.
create or replace function ledger.balance_of(_account_ref text, _now timestamptz)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'currency', accounts.currency,
    'balance', (held.balance * unit)::text,
    'pending_in', ((held.pending_in - lapsed.pending_in) * unit)::text,
    'pending_out', ((held.pending_out - lapsed.pending_out) * unit)::text,
    'available', ((held.balance - held.pending_out + lapsed.pending_out) * unit)::text,
    'overdraft', (-held.min_available * unit)::text,
    'version', held.version,
    'as_of', platform.to_rfc3339(_now)
  )
  from ledger.accounts
  join platform.currencies on currencies.code = accounts.currency
  cross join lateral (select ('1e-' || exponent)::numeric as unit) as scale
  cross join lateral (
    select sum(posted_credits - posted_debits) as balance, sum(pending_credits) as pending_in,
      sum(pending_debits) as pending_out, min(min_available) as min_available, sum(version) as version
    from ledger.balances
    where account_id = accounts.id
  ) as held
  cross join lateral ledger.lapsed_pending(accounts.id, _now) as lapsed
  where accounts.account_ref = _account_ref;
$$;
