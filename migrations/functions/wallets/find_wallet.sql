-- A wallet that this caller may see. A stranger's is as absent as one that never was.
create or replace function wallets.find_wallet(_wallet_ref text, _acting_owner text)
returns wallets.wallets
language plpgsql
stable
set search_path = ''
as $$
declare
  _wallet wallets.wallets;
begin
  select * into _wallet
  from wallets.wallets
  where wallet_ref = _wallet_ref and (_acting_owner is null or owner_ref = _acting_owner);
  if not found then
    perform platform.refuse('wallet_not_found', jsonb_build_object('wallet_ref', _wallet_ref));
  end if;
  return _wallet;
end
$$;
