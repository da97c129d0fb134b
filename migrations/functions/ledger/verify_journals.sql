-- Recounts a slice of the journals: each balances in every currency, has two entries or more, and says the same times as
-- they do; and no entry is without a journal or an account.
create or replace function ledger.verify_journals(_state jsonb, _limit integer)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
declare
  _after text := coalesce(_state ->> 'journal_ref', '');
  _until text;
  _result jsonb;
begin
  select min(journal_ref) into _until
  from (
    (select journal_ref from ledger.entries where journal_ref > _after order by journal_ref offset _limit - 1 limit 1)
    union all
    (select journal_ref from ledger.journals where journal_ref > _after order by journal_ref offset _limit - 1 limit 1)
  ) as stops;

  with sides as (
    select journal_ref, entries.currency, bool_or(journals.kind is not null) as is_kept,
      count(entries.journal_ref) as entries,
      sum(case direction when 'CREDIT' then amount else -amount end) as difference,
      count(*) filter (where journals.kind is null or entries.account_id is not null and accounts.id is null) as orphans,
      count(*) filter (
        where entries.recorded_at <> journals.recorded_at
          or coalesce(entries.effective_at, entries.recorded_at) <> journals.effective_at
      ) as misdated
    from (
      select * from ledger.entries where journal_ref > _after and (_until is null or journal_ref <= _until)
    ) as entries
    full join (
      select * from ledger.journals where journal_ref > _after and (_until is null or journal_ref <= _until)
    ) as journals using (journal_ref)
    left join ledger.accounts on accounts.id = entries.account_id
    group by journal_ref, entries.currency
  ),
  judged as materialized (
    select journal_ref, bool_or(is_kept) as is_kept, sum(entries) as entries,
      bool_or(is_kept) and (sum(entries) < 2 or bool_or(difference <> 0)) as is_imbalanced,
      sum(orphans) as orphans, sum(misdated) as misdated
    from sides
    group by journal_ref
  )
  select jsonb_build_object(
    'counts', jsonb_build_object(
      'journals', count(*) filter (where is_kept),
      'entries', coalesce(sum(entries), 0),
      'imbalanced_journals', count(*) filter (where is_imbalanced),
      'orphan_entries', coalesce(sum(orphans), 0),
      'misdated_entries', coalesce(sum(misdated), 0)
    ),
    'faults', (
      select coalesce(jsonb_agg(to_jsonb(named)), '[]')
      from (
        select fault, journal_ref
        from judged
        cross join lateral (values
          ('journal_imbalanced', is_imbalanced), ('entry_orphaned', orphans > 0), ('entry_misdated', misdated > 0)
        ) as finding (fault, is_found)
        where is_found
        limit 20
      ) as named
    ),
    'state', case when _until is not null then jsonb_build_object('journal_ref', _until) end
  )
  into _result
  from judged;
  return _result;
end
$$;

grant execute on function ledger.verify_journals(jsonb, integer) to saku_app;
