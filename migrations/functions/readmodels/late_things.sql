-- The things that a report tells a store of.
create or replace function readmodels.late_things(_store text, _report json)
returns table (kind text, ref text)
language sql
immutable
set search_path = ''
as $$
  select 'WALLET', copy ->> 'wallet_ref' from json_array_elements(_report -> 'copies') as copy where _store = 'EDGE'
  union
  select 'WALLET', told from json_array_elements_text(_report -> 'wallet_refs') as told where _store = 'ANALYTICS'
  union
  select 'TRANSACTION', told from json_array_elements_text(_report -> 'transaction_refs') as told where _store = 'ANALYTICS'
  union
  select 'JOURNAL', told from json_array_elements_text(_report -> 'journal_refs') as told where _store = 'ANALYTICS';
$$;
