-- Shows one leg to one monitor. A leg that is older than what the monitor has seen says nothing of a balance any more, but
-- what it moved still counts. Answers whether the monitor triggered; the caller holds it.
create or replace function webhooks.check_monitor(
  _id uuid, _leg json, _version bigint, _recorded_at timestamptz, _is_moved boolean, _event platform.published_event
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  _monitor webhooks.balance_monitors;
  _unit numeric;
  _value numeric;
  _has_triggered boolean;
begin
  select * into strict _monitor from webhooks.balance_monitors where id = _id;
  select ('1e' || exponent)::numeric into strict _unit from platform.currencies where code = _monitor.currency;
  if _monitor.measure in ('DEBITS', 'CREDITS') then
    if not _is_moved or _version <= _monitor.begun_version or _leg ->> 'direction' || 'S' <> _monitor.measure then
      return false;
    end if;
    _value := _monitor.value + (_leg ->> 'amount')::numeric * _unit;
  else
    if (_version, _recorded_at) < (_monitor.seen_version, _monitor.seen_at) then
      return false;
    end if;
    _value := _unit * case _monitor.measure
      when 'BALANCE' then (_leg ->> 'balance')::numeric
      when 'AVAILABLE' then (_leg ->> 'available')::numeric
      else (_leg ->> 'balance')::numeric - (_leg ->> 'available')::numeric end;
  end if;

  _has_triggered := _monitor.is_armed and webhooks.is_met(_value, _monitor.operator, _monitor.threshold);
  update webhooks.balance_monitors
  set value = _value,
    seen_version = greatest(seen_version, _version),
    seen_at = greatest(seen_at, _recorded_at),
    is_armed = not _has_triggered and (
      is_armed or webhooks.is_back(_value, operator, threshold, hysteresis)
    ),
    triggers = triggers + _has_triggered::integer,
    triggered_at = case when _has_triggered then platform.moment() else triggered_at end,
    version = version + _has_triggered::integer
  where id = _id
  returning * into _monitor;

  if _has_triggered then
    perform platform.append_event(
      jsonb_build_object('event_ref', platform.new_ref(), 'traceparent', _event.traceparent), 'balance_monitor.triggered',
      'balance_monitor', _monitor.monitor_ref, _monitor.version,
      webhooks.monitor_view(_monitor) || jsonb_build_object('transaction_ref', _event.aggregate_ref, 'acted_by', null)
    );
  end if;
  return _has_triggered;
end
$$;
