-- Sets how far below zero a wallet may go; zero forbids it again.
create or replace function wallets.set_overdraft(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _wallet wallets.wallets;
  _balance jsonb;
begin
  if _replay is not null then
    return _replay;
  end if;
  _wallet := wallets.lock_for_setting(_intent, _command);
  perform wallets.refuse_other_currency(_wallet, _command ->> 'currency');
  _balance := ledger.set_overdraft(_wallet.account_ref, (_command ->> 'amount')::numeric);
  return wallets.announce_setting(
    _intent, 'wallet.overdraft_set', _wallet,
    jsonb_build_object('overdraft', _balance -> 'overdraft', 'currency', _balance -> 'currency'), _balance
  );
end
$$;

grant execute on function wallets.set_overdraft(jsonb, jsonb) to saku_app;
