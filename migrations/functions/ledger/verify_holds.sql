-- Recounts what a slice of the accounts has promised: the active holds of each balance, on both sides, are what it says
-- is pending. A hold that has run out counts until it is swept, for so long is it in the balance.
create or replace function ledger.verify_holds(_state jsonb, _limit integer)
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
  _until uuid;
  _until_ref text;
  _result jsonb;
begin
  if _state ? 'account_ref' then
    select id into strict _id from ledger.accounts where account_ref = _state ->> 'account_ref';
  end if;
  select id, account_ref into _until, _until_ref
  from ledger.accounts
  where id > _id
  order by id
  offset _limit - 1
  limit 1;
  _until := coalesce(_until, 'ffffffff-ffff-ffff-ffff-ffffffffffff');

  with promised as (
    select account_id, stripe, sum(debits) as debits, sum(credits) as credits
    from (
      select from_account_id as account_id, from_stripe as stripe, amount - captured as debits, 0 as credits
      from ledger.holds
      where status = 'ACTIVE' and from_account_id > _id and from_account_id <= _until
      union all
      select to_account_id, to_stripe, 0, amount - captured
      from ledger.holds
      where status = 'ACTIVE' and to_account_id > _id and to_account_id <= _until
    ) as sides
    group by account_id, stripe
  ),
  drifts as materialized (
    select account_id, stripe
    from (
      select * from ledger.balances where account_id > _id and account_id <= _until
    ) as stored
    full join promised using (account_id, stripe)
    where (pending_debits, pending_credits) is distinct from (coalesce(debits, 0), coalesce(credits, 0))
  )
  select jsonb_build_object(
    'counts', jsonb_build_object('accounts', count(*), 'drifted_holds', (select count(*) from drifts)),
    'faults', (
      select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(named))), '[]')
      from (
        select 'holds_drifted' as fault, account_ref, stripe
        from drifts left join ledger.accounts on accounts.id = account_id
        limit 20
      ) as named
    ),
    'state', case when _until_ref is not null then jsonb_build_object('account_ref', _until_ref) end
  )
  into _result
  from ledger.accounts
  where id > _id and id <= _until;
  return _result;
end
$$;

grant execute on function ledger.verify_holds(jsonb, integer) to saku_app;
