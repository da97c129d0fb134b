-- A statement's figures and lines, oldest first. The balances are what the entries say of themselves; the totals are
-- counted, so that the two vouch for each other.
create or replace function ledger.statement_lines(_account_id uuid, _from_version bigint, _to_version bigint)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'currency', max(accounts.currency),
    'from_version', _from_version,
    'to_version', _to_version,
    'opening_balance', (coalesce(max(balance_after) filter (where account_version = _from_version - 1), 0) * max(unit))::text,
    'total_credits', (coalesce(sum(amount) filter (where is_line and direction = 'CREDIT'), 0) * max(unit))::text,
    'total_debits', (coalesce(sum(amount) filter (where is_line and direction = 'DEBIT'), 0) * max(unit))::text,
    'closing_balance', (coalesce(max(balance_after) filter (where account_version = _to_version), 0) * max(unit))::text,
    'lines', coalesce(jsonb_agg(jsonb_build_object(
      'version', account_version,
      'transaction_ref', transaction_ref,
      'journal_ref', journal_ref,
      'mutation_type', direction,
      'amount', (amount * unit)::text,
      'balance_after', (balance_after * unit)::text,
      'recorded_at', platform.to_rfc3339(entry.recorded_at),
      'effective_at', platform.to_rfc3339(entry.effective_at)
    ) order by account_version) filter (where is_line), '[]')
  )
  from ledger.accounts
  join platform.currencies on currencies.code = accounts.currency
  cross join lateral (select ('1e-' || exponent)::numeric as unit) as scale
  left join lateral (
    select account_version, account_version >= _from_version as is_line, direction, amount, balance_after,
      entries.recorded_at, coalesce(entries.effective_at, entries.recorded_at) as effective_at, journal_ref,
      journals.transaction_ref
    from ledger.entries
    cross join lateral (
      select transaction_ref from ledger.journals where journals.journal_ref = entries.journal_ref limit 1
    ) as journals
    where account_id = accounts.id and stripe = 0 and account_version between _from_version - 1 and _to_version
  ) as entry on true
  where accounts.id = _account_id;
$$;
