-- What a wallet holds: now, at a past moment, or after its n-th entry.
create or replace function wallets.wallet_balance(_wallet_ref text, _acting_owner text, _past jsonb)
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
  if _past ? 'at_version' then
    perform wallets.refuse_platform_wallet(_wallet);
  end if;
  return jsonb_build_object('wallet_ref', _wallet.wallet_ref) || case
    when _past ? 'at_version' then ledger.balance_at_version(_wallet.account_ref, (_past ->> 'at_version')::bigint)
    when _past ? 'at'
      then ledger.balance_at(_wallet.account_ref, (_past ->> 'at')::timestamptz, _past ->> 'by' = 'effective')
    else ledger.balance_of(_wallet.account_ref, platform.moment())
  end;
end
$$;

grant execute on function wallets.wallet_balance(text, text, jsonb) to saku_app;
