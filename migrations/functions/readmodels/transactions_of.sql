-- Transactions of wallets that were opened just now, as far as they are known already: events about them may have come
-- before the one that says whose the wallet is. The oldest, so many of each, because that event may come again much later.
create or replace function readmodels.transactions_of(_wallet_refs text[])
returns text[]
language sql
stable
security definer
set search_path = ''
set enable_seqscan = off
as $$
  select coalesce(array_agg(known.transaction_ref), '{}')
  from unnest(_wallet_refs) as opened (wallet_ref)
  cross join lateral (
    -- Of both generations, and in the order of the index by wallet: were one of them or an order asked for, a walk through
    -- all transactions could seem cheap.
    select transaction_ref::text
    from readmodels.facts
    where facts.wallet_ref = opened.wallet_ref
    limit 1000
  ) as known;
$$;

grant execute on function readmodels.transactions_of(text[]) to saku_app;
