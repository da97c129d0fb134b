-- Holds that have run out, of accounts that are locked now on both sides: of those whose available money they bind, and of
-- those whose limits they count towards. They end before anything else is decided, so it makes no difference whether a
-- sweeper came by.
create or replace function ledger.expired_holds(_accounts ledger.working_account[])
returns text[]
language sql
stable
set search_path = ''
as $$
  with lapsed as (
    select holds.*
    from unnest(_accounts) as account
    cross join lateral (
      select *
      from ledger.holds
      where account.pending_debits > 0 and not account.is_striped and from_account_id = account.account_id
        and status = 'ACTIVE' and expires_at <= clock_timestamp()
      limit 100000
    ) as holds
    union
    select holds.*
    from unnest(_accounts) as account
    cross join lateral (
      select *
      from ledger.holds
      where account.pending_credits > 0 and account.has_limits and to_account_id = account.account_id
        and status = 'ACTIVE' and expires_at <= clock_timestamp()
      limit 100000
    ) as holds
  )
  select coalesce(array_agg(transaction_ref::text order by transaction_ref::text), '{}')
  from lapsed
  where (from_account_id, from_stripe) in (select account_id, stripe from unnest(_accounts))
    and (to_account_id, to_stripe) in (select account_id, stripe from unnest(_accounts));
$$;
