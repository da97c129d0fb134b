-- The other direction of transactions.verify_transactions: every journal of a slice was written for a transaction that
-- names it.
create or replace function transactions.verify_journals(_state jsonb, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set enable_mergejoin = off
as $$
  with slice as materialized (
    select journal_ref, transaction_ref
    from ledger.journals_after(coalesce(_state ->> 'journal_ref', ''), _limit)
  ),
  unnamed as materialized (
    select slice.journal_ref, slice.transaction_ref
    from slice
    left join transactions.transactions
      on transactions.transaction_ref = slice.transaction_ref and transactions.journal_ref = slice.journal_ref
    where transactions.transaction_ref is null
  )
  select jsonb_build_object(
    'counts', jsonb_build_object('faulty_transactions', (select count(*) from unnamed)),
    'faults', (
      select coalesce(jsonb_agg(to_jsonb(named)), '[]')
      from (select 'journal_unnamed' as fault, journal_ref, transaction_ref from unnamed limit 20) as named
    ),
    'state', case when count(*) = _limit then jsonb_build_object('journal_ref', max(journal_ref collate "C")) end
  )
  from slice;
$$;

grant execute on function transactions.verify_journals(jsonb, integer) to saku_app;
