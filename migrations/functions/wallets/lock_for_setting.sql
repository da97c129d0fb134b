-- Finds a wallet whose limits or overdraft may be changed, and holds it until the commit.
create or replace function wallets.lock_for_setting(_intent jsonb, _command jsonb)
returns wallets.wallets
language plpgsql
set search_path = ''
as $$
declare
  _wallet wallets.wallets := wallets.lock_wallet(_intent, _command ->> 'wallet_ref');
begin
  if _wallet.status = 'CLOSED' then
    perform platform.refuse('wallet_closed', jsonb_build_object('wallet_ref', _wallet.wallet_ref));
  end if;
  perform wallets.refuse_platform_wallet(_wallet);
  return _wallet;
end
$$;
