-- Where a slice of the entries ends: after so many entries, or so many balances where there are no entries, whichever
-- comes first. It stops at an account that exists, for only that can be named outside. No row says that all is read.
create or replace function ledger.verification_stop(_id uuid, _stripe smallint, _version bigint, _limit integer)
returns table (account_id uuid, stripe smallint, version bigint, account_ref text)
language sql
stable
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
  select accounts.id,
    case when accounts.id = stop.account_id then stop.stripe else 0 end,
    case when accounts.id = stop.account_id then stop.version else 0 end,
    accounts.account_ref
  from (
    select *
    from (
      (
        select account_id, stripe, account_version as version
        from ledger.entries
        where (account_id, stripe, account_version) > (_id, _stripe, _version)
        order by account_id, stripe, account_version
        offset _limit - 1
        limit 1
      )
      union all
      (
        select account_id, stripe, 0
        from ledger.balances
        where (account_id, stripe) > (_id, _stripe)
        order by account_id, stripe
        offset _limit - 1
        limit 1
      )
    ) as stops
    order by account_id, stripe, version
    limit 1
  ) as stop
  cross join lateral (
    select id, account_ref from ledger.accounts where id >= stop.account_id order by id limit 1
  ) as accounts;
$$;
