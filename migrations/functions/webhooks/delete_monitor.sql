-- Watches no longer.
create or replace function webhooks.delete_monitor(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _monitor webhooks.balance_monitors;
begin
  if _replay is not null then
    return _replay;
  end if;
  delete from webhooks.balance_monitors
  where monitor_ref = _command ->> 'monitor_ref'
    and (_intent ->> 'acting_owner' is null or owner_ref = _intent ->> 'acting_owner')
  returning * into _monitor;
  if not found then
    perform platform.refuse('balance_monitor_not_found', jsonb_build_object('monitor_ref', _command ->> 'monitor_ref'));
  end if;
  _monitor.version := _monitor.version + 1;
  perform platform.append_event(
    _intent, 'balance_monitor.deleted', 'balance_monitor', _monitor.monitor_ref, _monitor.version,
    webhooks.monitor_view(_monitor) || jsonb_build_object('acted_by', _intent ->> 'scope')
  );
  return platform.end_write(_intent, webhooks.monitor_view(_monitor));
end
$$;

grant execute on function webhooks.delete_monitor(jsonb, jsonb) to saku_app;
