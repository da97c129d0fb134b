-- A wallet and what it holds, for contexts that watch it; null for one that there is not.
create or replace function wallets.wallet_holdings(_wallet_ref text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select wallets.wallet_view(wallet) || ledger.balance_of(wallet.account_ref, platform.moment())
  from wallets.wallets as wallet
  where wallet_ref = _wallet_ref;
$$;
