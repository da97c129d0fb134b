-- Lets money move again.
create or replace function wallets.unfreeze_wallet(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _wallet wallets.wallets;
begin
  if _replay is not null then
    return _replay;
  end if;
  _wallet := wallets.lock_wallet(_intent, _command ->> 'wallet_ref');
  if _wallet.status <> 'FROZEN' then
    perform platform.refuse('wallet_not_frozen', jsonb_build_object(
      'wallet_ref', _wallet.wallet_ref, 'wallet_status', _wallet.status
    ));
  end if;

  perform ledger.block_account(_wallet.account_ref, false, false);
  update wallets.wallets
  set status = 'ACTIVE', freeze_mode = null, version = version + 1,
    updated_at = greatest(clock_timestamp(), updated_at)
  where id = _wallet.id
  returning * into _wallet;
  return wallets.announce_change(_intent, 'wallet.unfrozen', _wallet);
end
$$;

grant execute on function wallets.unfreeze_wallet(jsonb, jsonb) to saku_app;
