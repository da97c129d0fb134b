-- Recounts a slice of the entries in the order of their accounts, and compares every stripe that ends in the slice with
-- its stored balance. The answer has the state to go on from, null after the last slice. A stripe is compared by the
-- slice that finds its end, in the snapshot that found it, so what is posted meanwhile is no fault.
create or replace function ledger.verify_entries(_state jsonb, _limit integer)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
declare
  _id uuid := '00000000-0000-0000-0000-000000000000';
  -- The last entry that was read, and what its stripe had come to.
  _from record;
  _until record;
  _is_last boolean;
  _result jsonb;
begin
  select coalesce(stripe, 0::smallint) as stripe, coalesce(version, 0) as version, coalesce(debits, 0) as debits,
    coalesce(credits, 0) as credits, coalesce(balance, 0) as balance, recorded_at
  into _from
  from jsonb_to_record(_state) as state (
    stripe smallint, version bigint, debits numeric, credits numeric, balance numeric, recorded_at timestamptz
  );
  if _state ? 'account_ref' then
    select id into strict _id from ledger.accounts where account_ref = _state ->> 'account_ref';
  end if;
  select * into _until from ledger.verification_stop(_id, _from.stripe, _from.version, _limit);
  _is_last := _until.account_id is null;
  if _is_last then
    _until.account_id := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    _until.stripe := 0;
    _until.version := 0;
  end if;

  with links as materialized (
    select *
    from ledger.trace_entries(
      _id, _from.stripe, _from.version, _from.balance, _from.recorded_at,
      _until.account_id, _until.stripe, _until.version
    )
  ),
  sums as materialized (
    select account_id, stripe, sum(debit) as debits, sum(credit) as credits, max(version) as version,
      max(recorded_at) as recorded_at
    from (
      select account_id, stripe, debit, credit, version, recorded_at from links
      union all
      select _id, _from.stripe, _from.debits, _from.credits, _from.version, _from.recorded_at where _from.version > 0
    ) as read
    group by account_id, stripe
  ),
  drifts as materialized (
    select account_id, stripe
    from (
      select * from ledger.balances
      where (account_id, stripe) >= (_id, _from.stripe)
        and (account_id, stripe) < (_until.account_id, _until.stripe)
    ) as stored
    full join (
      select * from sums where (account_id, stripe) < (_until.account_id, _until.stripe)
    ) as counted using (account_id, stripe)
    where (posted_debits, posted_credits, stored.version)
        is distinct from (coalesce(debits, 0), coalesce(credits, 0), coalesce(counted.version, 0))
      or coalesce(last_entry_at < recorded_at, recorded_at is not null)
  )
  select jsonb_build_object(
    'counts', jsonb_build_object(
      'version_gaps', count(*) filter (where is_gap),
      'broken_chains', count(*) filter (where is_broken),
      'backward_times', count(*) filter (where is_backward),
      'foreign_currencies', count(*) filter (where is_foreign),
      'drifted_balances', (select count(*) from drifts)
    ),
    'faults', (
      select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(named))), '[]')
      from (
        select fault, account_ref, stripe, version, journal_ref
        from links
        cross join lateral (values
          ('version_gap', is_gap), ('chain_broken', is_broken), ('time_backward', is_backward),
          ('currency_foreign', is_foreign)
        ) as finding (fault, is_found)
        where is_found
        union all
        select 'balance_drifted', account_ref, stripe, null, null
        from drifts join ledger.accounts on accounts.id = account_id
        limit 20
      ) as named
    ),
    'state', case when not _is_last then (
      select jsonb_build_object(
        'account_ref', _until.account_ref, 'stripe', _until.stripe, 'version', _until.version,
        -- As text, because whoever carries them may not be able to count so far.
        'debits', max(debits)::text, 'credits', max(credits)::text, 'balance', max(balance_after)::text,
        'recorded_at', max(links.recorded_at)
      )
      from links
      join sums using (account_id, stripe)
      where (account_id, stripe, links.version) = (_until.account_id, _until.stripe, _until.version)
    ) end
  )
  into _result
  from links;
  return _result;
end
$$;

grant execute on function ledger.verify_entries(jsonb, integer) to saku_app;
