-- Brings a charge one step nearer to what its provider confirms. Answers the posting that has to be made first, if any,
-- the fault that keeps the provider's word from counting, if any, and the charge.
create or replace function payments.advance_charge(_command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _observed jsonb := _command -> 'observed';
  _charge payments.charges;
  _movement payments.movements;
  _fault jsonb;
begin
  select * into _charge
  from payments.charges
  where charge_ref = _command ->> 'charge_ref'
  for update;
  if not found then
    perform platform.refuse('charge_not_found', jsonb_build_object('charge_ref', _command ->> 'charge_ref'));
  end if;
  -- One posting at a time: what was begun is finished first.
  select * into _movement from payments.movements where charge_id = _charge.id and status = 'PENDING';
  if not found then
    _fault := payments.charge_fault(_charge, _observed, coalesce((_command ->> 'is_late_accepted')::boolean, false));
    if _fault is null then
      if _observed ->> 'status' in ('PAID', 'SETTLED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CHARGEBACK') then
        if _charge.external_reference is null then
          update payments.charges set external_reference = _observed ->> 'external_reference' where id = _charge.id;
        end if;
        _movement := payments.begin_movement(_charge, _observed, _command);
      elsif _observed ->> 'status' <> 'PENDING' then
        perform payments.end_unpaid(
          _charge.charge_ref, _observed ->> 'status', _observed ->> 'failure_reason', _command ->> 'traceparent'
        );
      end if;
    end if;
  end if;
  -- Also where nothing could be done: what is always due has the turn of all others.
  perform payments.plan_check(_charge.charge_ref, (_observed ->> 'asks_again')::boolean);
  select * into strict _charge from payments.charges where id = _charge.id;
  return jsonb_build_object(
    'movement', case when _movement.movement_ref is not null then payments.movement_view(_movement) end,
    'fault', _fault,
    'charge', payments.charge_view(_charge)
  );
end
$$;

grant execute on function payments.advance_charge(jsonb) to saku_app;
