-- Whoever asked for a transaction may see it, and so may the owners of its wallets once it was more than tried: whatever
-- anybody tries in vain with somebody's wallet, under whichever code it fails, is not put before them.
create or replace function transactions.is_visible(_transaction transactions.transactions, _acting_owner text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select _acting_owner is null
    or _acting_owner = (_transaction).requested_by
    or not transactions.is_in_vain(_transaction) and exists (
      select from wallets.find_accounts(array(
        select (_transaction).source_wallet_ref::text
        union
        select (_transaction).destination_wallet_ref::text
        union
        select wallet_ref from transactions.participants where transaction_ref = (_transaction).transaction_ref
      ))
      where owner_ref = _acting_owner
    );
$$;

grant execute on function transactions.is_visible(transactions.transactions, text) to saku_app;
