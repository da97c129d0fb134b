-- Holds that have run out, of accounts that are locked now on both sides. They end before anything else is decided, so
-- it makes no difference whether a sweeper came by.
create or replace function ledger.expired_holds(_accounts ledger.working_account[])
returns text[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(distinct holds.transaction_ref::text order by holds.transaction_ref::text), '{}')
  from unnest(_accounts) as account
  cross join lateral (
    select *
    from ledger.holds
    where account.pending_debits > 0 and from_account_id = account.account_id and status = 'ACTIVE'
      and expires_at <= clock_timestamp()
    limit 100000
  ) as holds
  where (holds.from_account_id, holds.from_stripe) in (select account_id, stripe from unnest(_accounts))
    and (holds.to_account_id, holds.to_stripe) in (select account_id, stripe from unnest(_accounts));
$$;
