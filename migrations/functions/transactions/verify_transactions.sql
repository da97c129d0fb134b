-- Recounts a slice of the transactions: whatever moved money names a journal that was written for it, and nothing else
-- does; every change was announced, once and without a gap; and what was reversed is the sum of the reversals.
create or replace function transactions.verify_transactions(_state jsonb, _limit integer)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
declare
  _after text := coalesce(_state ->> 'transaction_ref', '');
  _until text;
  -- Above every ref there can be.
  _end constant text := '8';
  _result jsonb;
begin
  select transaction_ref into _until
  from transactions.transactions
  where transaction_ref > _after
  order by transaction_ref
  offset _limit - 1
  limit 1;

  with slice as materialized (
    select transaction_ref, journal_ref, version, reversed_amount,
      status = 'COMPLETED' and type <> 'VOID' and not is_hold as is_posted
    from transactions.transactions
    where transaction_ref > _after and transaction_ref <= coalesce(_until, _end)
  ),
  reversed as (
    select original_ref, sum(amount) as amount
    from transactions.transaction_reversals
    where original_ref > _after and original_ref <= coalesce(_until, _end)
    group by original_ref
  ),
  judged as materialized (
    select coalesce(slice.transaction_ref, aggregate_ref, original_ref) as transaction_ref, fault
    from slice
    full join platform.count_events('transaction', _after, coalesce(_until, _end)) as announced
      on aggregate_ref = slice.transaction_ref
    full join reversed on original_ref = slice.transaction_ref
    left join ledger.transactions_of(array(select journal_ref from slice where journal_ref is not null)) as posted
      on posted.journal_ref = slice.journal_ref
    cross join lateral (values
      ('transaction_missing', slice.transaction_ref is null),
      ('journal_missing', (is_posted or slice.journal_ref is not null) and posted.journal_ref is null),
      ('journal_foreign', slice.journal_ref is not null and not is_posted
        or posted.transaction_ref <> slice.transaction_ref),
      ('events_incomplete', (events, last_sequence) is distinct from (version, version)),
      ('reversals_differ', reversed_amount <> coalesce(reversed.amount, 0))
    ) as finding (fault, is_found)
    where is_found
  )
  select jsonb_build_object(
    'counts', jsonb_build_object(
      'transactions', (select count(*) from slice),
      'faulty_transactions', count(distinct transaction_ref)
    ),
    'faults', (
      select coalesce(jsonb_agg(to_jsonb(named)), '[]')
      from (select fault, transaction_ref from judged order by transaction_ref limit 20) as named
    ),
    'state', case when _until is not null then jsonb_build_object('transaction_ref', _until) end
  )
  into _result
  from judged;
  return _result;
end
$$;

grant execute on function transactions.verify_transactions(jsonb, integer) to saku_app;
