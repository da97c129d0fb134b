-- A wallet and what it holds, with everything in it that was under way, and nothing more until the commit: for contexts that
-- go on from there with what events tell.
create or replace function wallets.settled_holdings(_wallet_ref text)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  perform ledger.hold_still(account_ref) from wallets.wallets where wallet_ref = _wallet_ref;
  return wallets.wallet_holdings(_wallet_ref);
end
$$;
