-- Which transactions journals were written for. A journal that is not there has no row.
create or replace function ledger.transactions_of(_journal_refs text[])
returns table (journal_ref text, transaction_ref text)
language sql
stable
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set enable_mergejoin = off
as $$
  select journals.journal_ref, journals.transaction_ref
  from unnest(_journal_refs) as named (journal_ref)
  join ledger.journals on journals.journal_ref = named.journal_ref;
$$;
