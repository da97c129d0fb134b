-- Sets how much may leave or enter a wallet in a transaction, a day or a month. The one before it of the same kind goes.
create or replace function wallets.set_limit(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _wallet wallets.wallets;
  _limit jsonb;
begin
  if _replay is not null then
    return _replay;
  end if;
  _wallet := wallets.lock_for_setting(_intent, _command);
  perform wallets.refuse_other_currency(_wallet, _command ->> 'currency');
  _limit := ledger.set_limit(
    _wallet.account_ref, _command ->> 'limit_ref', _command ->> 'direction', _command ->> 'period',
    (_command ->> 'amount')::numeric, _command ->> 'time_zone'
  );
  return wallets.announce_setting(_intent, 'wallet.limit_set', _wallet, wallets.limit_facts(_limit), _limit);
end
$$;

grant execute on function wallets.set_limit(jsonb, jsonb) to saku_app;
