-- Writes the entries that were told.
create or replace function readmodels.project_entries(_legs readmodels.leg[], _targets readmodels.target[])
returns void
language sql
set search_path = ''
as $$
  insert into readmodels.entries (
    account_ref, stripe, version, generation, journal_ref, transaction_ref, transaction_type, wallet_ref, entry_type,
    amount, currency, balance_after, created_at
  )
  select account_ref, stripe, version, generation, journal_ref, transaction_ref, transaction_type, wallet_ref, direction,
    amount, currency, balance, recorded_at
  from unnest(_targets) as target
  cross join unnest(_legs) as leg
  where readmodels.is_reached(target, 'transaction', leg.aggregate_ref);
$$;
