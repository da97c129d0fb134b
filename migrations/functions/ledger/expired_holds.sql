-- Holds that have run out, of accounts that are locked now on both sides. They end before anything else is decided, so
-- it makes no difference whether a sweeper came by.
create or replace function ledger.expired_holds(_accounts ledger.working_account[])
returns text[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(transaction_ref::text order by transaction_ref), '{}')
  from unnest(_accounts) as source
  cross join lateral (
    select *
    from ledger.holds
    where from_account_id = source.account_id and status = 'ACTIVE' and expires_at <= clock_timestamp()
    limit 1000
  ) as holds
  where source.pending_debits > 0
    and holds.from_stripe = source.stripe
    and exists (
      select from unnest(_accounts) as destination
      where destination.account_id = holds.to_account_id and destination.stripe = holds.to_stripe
    );
$$;
