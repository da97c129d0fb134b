-- Writes what was decided: one INSERT a table, one UPDATE of the balances. A leg that moved nothing leaves no entry, and
-- one that neither moved nor promised anything belongs to a command that was refused.
create or replace function ledger.write(
  _commands ledger.command[], _outcomes ledger.outcome[], _account_ids uuid[], _stripes smallint[], _rows_at tid[],
  _positions integer[], _currencies text[], _journal_refs text[], _effective_ats timestamptz[], _signs integer[],
  _moved numeric[], _promised numeric[], _versions bigint[], _balances numeric[], _now timestamptz
)
returns void
language sql
set search_path = ''
as $$
  insert into ledger.journals (journal_ref, transaction_ref, kind, effective_at, recorded_at)
  select journal_ref, transaction_ref, case kind when 'REVERSE' then 'REVERSAL' else kind end,
    coalesce(effective_at, _now), _now
  from unnest(_commands) as command
  join unnest(_outcomes) as outcome using (n)
  where outcome.code is null and kind in ('POST', 'CAPTURE', 'REVERSE');

  with legs as materialized (
    select * from unnest(
      _account_ids, _stripes, _rows_at, _positions, _currencies, _journal_refs, _effective_ats, _signs, _moved, _promised,
      _versions, _balances
    ) as leg (
      account_id, stripe, row_at, "position", currency, journal_ref, effective_at, sign, moved, promised, version, balance
    )
    where moved <> 0 or promised <> 0
  ),
  new_entries as (
    insert into ledger.entries (
      account_id, stripe, account_version, journal_ref, position, direction, amount, currency, balance_after,
      recorded_at, effective_at
    )
    select account_id, stripe, version, journal_ref, position, case when sign < 0 then 'DEBIT' else 'CREDIT' end,
      abs(moved), currency, balance, _now, nullif(effective_at, _now)
    from legs
    where moved <> 0
  )
  update ledger.balances
  set posted_debits = balances.posted_debits + change.debit,
    posted_credits = balances.posted_credits + change.credit,
    pending_debits = balances.pending_debits + change.pending_debit,
    pending_credits = balances.pending_credits + change.pending_credit,
    version = balances.version + change.entries,
    revision = balances.revision + change.legs,
    last_entry_at = _now
  from (
    select row_at, count(*) as legs, sum(case when moved <> 0 then 1 else 0 end) as entries,
      sum(case when sign < 0 then -moved else 0 end) as debit, sum(case when sign > 0 then moved else 0 end) as credit,
      sum(case when sign < 0 then promised else 0 end) as pending_debit,
      sum(case when sign > 0 then promised else 0 end) as pending_credit
    from legs
    group by row_at
  ) as change
  where balances.ctid = change.row_at;
$$;
