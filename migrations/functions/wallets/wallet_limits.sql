-- The limits of a wallet with what is used of them now.
create or replace function wallets.wallet_limits(_wallet_ref text, _acting_owner text)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- A plan that was made while the tables were small would read all of them when they are large.
set enable_seqscan = off
as $$
declare
  _wallet wallets.wallets := wallets.find_wallet(_wallet_ref, _acting_owner);
begin
  return ledger.limits_of(_wallet.account_ref, null, platform.moment());
end
$$;

grant execute on function wallets.wallet_limits(text, text) to saku_app;
