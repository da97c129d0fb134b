-- What a store is to be told now of so many of the things that it was not told of; null when there are none.
create or replace function readmodels.late_report(_store text, _at_most integer)
returns json
language sql
stable
security definer
set search_path = ''
as $$
  with late as materialized (
    select kind, ref, noted_at from readmodels.late_copies where store = _store order by kind, ref limit _at_most
  )
  select json_build_object(
    'copies', readmodels.copies_of(array_agg(ref) filter (where kind = 'WALLET')),
    'wallet_refs', coalesce(json_agg(ref) filter (where kind = 'WALLET'), '[]'),
    'transaction_refs', coalesce(json_agg(ref) filter (where kind = 'TRANSACTION'), '[]'),
    'journal_refs', coalesce(json_agg(ref) filter (where kind = 'JOURNAL'), '[]'),
    'late', json_agg(json_build_object('kind', kind, 'ref', ref, 'noted_at', noted_at))
  )
  from late
  having count(*) > 0;
$$;

grant execute on function readmodels.late_report(text, integer) to saku_app;
