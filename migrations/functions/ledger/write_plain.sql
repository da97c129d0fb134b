-- Writes the journals, entries and balances of the transfers that were made.
create or replace function ledger.write_plain(
  _transaction_refs text[], _journal_refs text[], _amounts numeric[], _currencies text[], _accounts ledger.plain_accounts,
  _outcome ledger.plain_outcome
)
returns void
language sql
set search_path = ''
as $$
  with made as materialized (
    select *
    from unnest(
      _transaction_refs, _journal_refs, _amounts, _currencies, _accounts.sources, _accounts.destinations,
      _outcome.shortages, _outcome.source_balances, _outcome.source_versions, _outcome.destination_balances,
      _outcome.destination_versions
    ) as transfer (
      transaction_ref, journal_ref, amount, currency, source, destination, shortage, source_balance, source_version,
      destination_balance, destination_version
    )
    where shortage is null
  ),
  new_journals as (
    insert into ledger.journals (journal_ref, transaction_ref, kind, effective_at, recorded_at)
    select journal_ref, transaction_ref, 'POST', _accounts.moment, _accounts.moment from made
  ),
  legs as materialized (
    select source as n, 1 as position, journal_ref, currency, amount as debit, 0::numeric as credit,
      source_balance as balance, source_version as version
    from made
    union all
    select destination, 2, journal_ref, currency, 0, amount, destination_balance, destination_version from made
  ),
  new_entries as (
    insert into ledger.entries (
      account_id, stripe, account_version, journal_ref, position, direction, amount, currency, balance_after, recorded_at
    )
    select (_accounts.ids)[n], 0, version, journal_ref, position, case position when 1 then 'DEBIT' else 'CREDIT' end,
      debit + credit, currency, balance, _accounts.moment
    from legs
  )
  update ledger.balances
  set posted_debits = posted_debits + debit, posted_credits = posted_credits + credit, version = version + entries,
    revision = revision + entries, last_entry_at = _accounts.moment
  from (
    select (_accounts.rows_at)[n] as row_at, count(*) as entries, sum(debit) as debit, sum(credit) as credit
    from legs
    group by n
  ) as change
  where balances.ctid = change.row_at;
$$;
