-- A monitor as it is shown.
create or replace function webhooks.monitor_view(_monitor webhooks.balance_monitors)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'monitor_ref', _monitor.monitor_ref, 'owner_ref', _monitor.owner_ref, 'wallet_ref', _monitor.wallet_ref,
    'measure', _monitor.measure, 'operator', _monitor.operator,
    'threshold', platform.to_decimal(_monitor.threshold, _monitor.currency),
    'hysteresis', platform.to_decimal(_monitor.hysteresis, _monitor.currency), 'currency', _monitor.currency,
    'value', platform.to_decimal(_monitor.value, _monitor.currency), 'is_armed', _monitor.is_armed,
    'triggers', _monitor.triggers, 'triggered_at', platform.to_rfc3339(_monitor.triggered_at),
    'version', _monitor.version, 'created_at', platform.to_rfc3339(_monitor.created_at)
  );
$$;
