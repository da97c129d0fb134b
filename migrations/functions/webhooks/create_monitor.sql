-- Begins to watch a wallet. A condition that is met already triggers when it is met again, and not now.
create or replace function webhooks.create_monitor(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _at_most constant integer := 20;
  _replay jsonb := platform.begin_write(_intent);
  _unit numeric;
  _holdings jsonb;
  _monitor webhooks.balance_monitors;
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Two made at once would both find room for one.
  perform pg_advisory_xact_lock(hashtextextended('webhooks.balance_monitors ' || (_command ->> 'wallet_ref'), 0));
  _holdings := wallets.wallet_holdings(_command ->> 'wallet_ref');
  perform webhooks.refuse_unwatchable(_intent, _command, _holdings);
  -- Whatever is told of the wallet after this look at it happens after the commit, and finds the monitor.
  _holdings := wallets.settled_holdings(_command ->> 'wallet_ref');
  if (select count(*) from webhooks.balance_monitors where wallet_ref = _command ->> 'wallet_ref') >= _at_most then
    perform platform.refuse('balance_monitor_limit_reached', jsonb_build_object('monitors_at_most', _at_most));
  end if;

  select ('1e' || exponent)::numeric into strict _unit from platform.currencies where code = _holdings ->> 'currency';
  _monitor.value := _unit * case _command ->> 'measure'
    when 'BALANCE' then (_holdings ->> 'balance')::numeric
    when 'AVAILABLE' then (_holdings ->> 'available')::numeric
    when 'PENDING' then (_holdings ->> 'pending_out')::numeric
    else 0 end;
  insert into webhooks.balance_monitors (
    monitor_ref, owner_ref, wallet_ref, currency, measure, operator, threshold, hysteresis, is_armed, value,
    seen_version, begun_version, seen_at, created_at
  )
  values (
    _command ->> 'monitor_ref', _holdings ->> 'owner_ref', _command ->> 'wallet_ref', _holdings ->> 'currency',
    _command ->> 'measure', _command ->> 'operator', (_command ->> 'threshold')::numeric,
    (_command ->> 'hysteresis')::numeric,
    not webhooks.is_met(_monitor.value, _command ->> 'operator', (_command ->> 'threshold')::numeric), _monitor.value,
    (_holdings ->> 'version')::bigint, (_holdings ->> 'version')::bigint, (_holdings ->> 'as_of')::timestamptz,
    platform.moment()
  )
  returning * into _monitor;
  perform platform.append_event(
    _intent, 'balance_monitor.created', 'balance_monitor', _monitor.monitor_ref, _monitor.version,
    webhooks.monitor_view(_monitor) || jsonb_build_object('acted_by', _intent ->> 'scope')
  );
  return platform.end_write(_intent, webhooks.monitor_view(_monitor));
end
$$;

grant execute on function webhooks.create_monitor(jsonb, jsonb) to saku_app;
