-- A slice of all journals in the order of their refs, with the transactions that they were written for.
create or replace function ledger.journals_after(_after text, _limit integer)
returns table (journal_ref text, transaction_ref text)
language sql
stable
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select journal_ref, transaction_ref
  from ledger.journals
  where journal_ref > _after
  order by journal_ref
  limit _limit;
$$;
