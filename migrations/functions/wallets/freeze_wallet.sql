-- Stops money from leaving a wallet, from arriving, or both. Freezing again with another mode changes the mode.
create or replace function wallets.freeze_wallet(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _mode text := _command ->> 'mode';
  _wallet wallets.wallets;
begin
  if _replay is not null then
    return _replay;
  end if;
  _wallet := wallets.lock_wallet(_intent, _command ->> 'wallet_ref');
  if _wallet.status = 'CLOSED' then
    perform platform.refuse('wallet_closed', jsonb_build_object('wallet_ref', _wallet.wallet_ref));
  end if;
  if _wallet.freeze_mode = _mode then
    perform platform.refuse('wallet_frozen', jsonb_build_object(
      'wallet_ref', _wallet.wallet_ref, 'freeze_mode', _wallet.freeze_mode
    ));
  end if;

  perform ledger.block_account(
    _wallet.account_ref, _mode in ('ALL', 'DEBIT_ONLY'), _mode in ('ALL', 'CREDIT_ONLY')
  );
  update wallets.wallets
  set status = 'FROZEN', freeze_mode = _mode, version = version + 1,
    updated_at = greatest(clock_timestamp(), updated_at)
  where id = _wallet.id
  returning * into _wallet;
  return wallets.announce_change(_intent, 'wallet.frozen', _wallet);
end
$$;

grant execute on function wallets.freeze_wallet(jsonb, jsonb) to saku_app;
