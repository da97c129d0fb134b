-- Who may see each of some transactions: whoever asked for it, and the owners of its wallets once it was more than tried.
-- It decides as transactions.is_visible does, for many at once.
create or replace function transactions.viewers_of(_transaction_refs text[])
returns table (transaction_ref text, owner_ref text)
language sql
stable
set search_path = ''
as $$
  with asked as (
    select *
    from transactions.transactions as kept
    where kept.transaction_ref = any (_transaction_refs)
  ), touched as (
    select asked.transaction_ref, wallet.wallet_ref::text
    from asked
    cross join lateral (
      values (asked.source_wallet_ref), (asked.destination_wallet_ref)
    ) as wallet (wallet_ref)
    where not transactions.is_in_vain(asked)
    union
    select asked.transaction_ref, participants.wallet_ref::text
    from asked
    join transactions.participants on participants.transaction_ref = asked.transaction_ref
    where not transactions.is_in_vain(asked)
  )
  select asked.transaction_ref::text, asked.requested_by::text
  from asked
  union
  select touched.transaction_ref::text, owned.owner_ref
  from touched
  join wallets.find_accounts(array(select wallet_ref from touched)) as owned on owned.wallet_ref = touched.wallet_ref;
$$;
