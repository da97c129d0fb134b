-- Finds a wallet that this caller may change, and holds it until the commit. A stranger's wallet is as absent as one
-- that never was. The owner is compared under the lock, because it travels with the command.
create or replace function wallets.lock_wallet(_intent jsonb, _wallet_ref text)
returns wallets.wallets
language plpgsql
set search_path = ''
as $$
declare
  _wallet wallets.wallets;
begin
  select * into _wallet
  from wallets.wallets
  where wallet_ref = _wallet_ref
    and (_intent ->> 'acting_owner' is null or owner_ref = _intent ->> 'acting_owner')
  for update;
  if not found then
    perform platform.refuse('wallet_not_found', jsonb_build_object('wallet_ref', _wallet_ref));
  end if;
  return _wallet;
end
$$;
