-- Opens a wallet with its ledger account and announces it, in one commit.
create or replace function wallets.open_wallet(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := clock_timestamp();
  _wallet wallets.wallets;
begin
  if _replay is not null then
    return _replay;
  end if;

  insert into wallets.wallets (
    wallet_ref, owner_ref, account_ref, type, currency, name, slug, created_at, updated_at
  )
  values (
    _command ->> 'wallet_ref', _command ->> 'owner_ref', _command ->> 'account_ref', _command ->> 'type',
    _command ->> 'currency', _command ->> 'name', _command ->> 'slug', _now, _now
  )
  on conflict do nothing
  returning * into _wallet;
  if not found then
    perform wallets.refuse_duplicate(_command);
  end if;

  -- The platform's own wallet may go below zero while money is on its way; a customer's only as far as an overdraft that
  -- is granted later.
  perform ledger.open_account(
    _wallet.account_ref, 'WALLET', _wallet.wallet_ref, _wallet.currency,
    case when _wallet.type = 'PLATFORM' then null else 0 end
  );
  return wallets.announce_change(_intent, 'wallet.opened', _wallet);
end
$$;

grant execute on function wallets.open_wallet(jsonb, jsonb) to saku_app;
