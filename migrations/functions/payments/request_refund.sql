-- Writes down that money is to be given back, before the provider is asked. All that was given back and all that is on its
-- way never come to more than was paid; without an amount it is all that is left.
create or replace function payments.request_refund(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _charge payments.charges;
  _refund payments.refunds;
  _left numeric;
begin
  if _replay is not null then
    return _replay;
  end if;
  select * into _charge
  from payments.charges
  where charge_ref = _command ->> 'charge_ref'
    and (_intent ->> 'acting_owner' is null or payee_ref = _intent ->> 'acting_owner')
  for update;
  if not found then
    perform platform.refuse('charge_not_found', jsonb_build_object('charge_ref', _command ->> 'charge_ref'));
  end if;
  select _charge.amount - _charge.refunded_amount - _charge.charged_back_amount - coalesce(sum(amount), 0) into _left
  from payments.refunds
  where charge_id = _charge.id and status in ('REQUESTED', 'SENT');
  if _charge.paid_at is null or _left <= 0 then
    perform platform.refuse('charge_not_refundable', jsonb_build_object(
      'charge_ref', _charge.charge_ref, 'charge_status', _charge.status
    ));
  end if;
  if coalesce((_command ->> 'amount')::numeric, _left) > _left then
    perform platform.refuse('refund_exceeds_charge', jsonb_build_object(
      'charge_ref', _charge.charge_ref, 'remaining', platform.to_decimal(_left, _charge.currency),
      'currency', _charge.currency
    ));
  end if;
  insert into payments.refunds (refund_ref, charge_id, amount, reason, requested_by, created_at)
  values (
    _command ->> 'refund_ref', _charge.id, coalesce((_command ->> 'amount')::numeric, _left), _command ->> 'reason',
    _intent ->> 'scope', platform.moment()
  )
  returning * into _refund;
  return platform.end_write(_intent, payments.refund_view(_refund));
end
$$;

grant execute on function payments.request_refund(jsonb, jsonb) to saku_app;
