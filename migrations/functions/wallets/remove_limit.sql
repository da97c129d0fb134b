-- Takes a limit of a wallet away.
create or replace function wallets.remove_limit(_intent jsonb, _command jsonb)
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
  _limit := ledger.remove_limit(_wallet.account_ref, _command ->> 'limit_ref');
  if _limit is null then
    perform platform.refuse('limit_not_found', jsonb_build_object('limit_ref', _command ->> 'limit_ref'));
  end if;
  return wallets.announce_setting(_intent, 'wallet.limit_removed', _wallet, wallets.limit_facts(_limit), _limit);
end
$$;

grant execute on function wallets.remove_limit(jsonb, jsonb) to saku_app;
