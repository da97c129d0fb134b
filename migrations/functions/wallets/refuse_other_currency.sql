-- A bound is compared with amounts of the wallet, so it is in their currency.
create or replace function wallets.refuse_other_currency(_wallet wallets.wallets, _currency text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _currency <> _wallet.currency then
    perform platform.refuse('wallet_currency_differs', jsonb_build_object(
      'wallet_ref', _wallet.wallet_ref, 'currency', _wallet.currency
    ));
  end if;
end
$$;
