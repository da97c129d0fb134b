-- Closes an empty, unfrozen wallet for ever. Where somebody's payments arrive only an operator closes it: what was paid
-- to them since would have nowhere to go.
create or replace function wallets.close_wallet(_intent jsonb, _command jsonb)
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
  if _wallet.status = 'CLOSED' then
    perform platform.refuse('wallet_closed', jsonb_build_object('wallet_ref', _wallet.wallet_ref));
  end if;
  -- A frozen wallet is somebody's open question; closing it would answer the question unseen.
  if _wallet.status = 'FROZEN' then
    perform platform.refuse('wallet_frozen', jsonb_build_object(
      'wallet_ref', _wallet.wallet_ref, 'freeze_mode', _wallet.freeze_mode
    ));
  end if;

  if _intent ->> 'acting_owner' is not null and exists (
    select
    from wallets.wallets as pending
    where pending.owner_ref = _wallet.owner_ref and pending.currency = _wallet.currency and pending.type = 'PENDING'
      and pending.status <> 'CLOSED'
  ) then
    perform platform.refuse('wallet_receives_payments', jsonb_build_object('wallet_ref', _wallet.wallet_ref));
  end if;

  perform ledger.close_account(_wallet.account_ref);
  update wallets.wallets
  set status = 'CLOSED', closed_at = greatest(clock_timestamp(), updated_at), version = version + 1,
    updated_at = greatest(clock_timestamp(), updated_at)
  where id = _wallet.id
  returning * into _wallet;
  return wallets.announce_change(_intent, 'wallet.closed', _wallet);
end
$$;

grant execute on function wallets.close_wallet(jsonb, jsonb) to saku_app;
