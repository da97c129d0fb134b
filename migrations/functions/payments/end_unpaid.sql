-- Ends a charge that nobody has paid: it failed, ran out or was cancelled. One that has ended or was paid stays as it is.
create or replace function payments.end_unpaid(_charge_ref text, _status text, _reason text, _traceparent text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _charge payments.charges;
begin
  update payments.charges
  set status = _status, failure_reason = _reason, check_at = null
  where charge_ref = _charge_ref and status = 'PENDING' and _status in ('FAILED', 'EXPIRED', 'CANCELLED')
    -- What is being posted as paid is paid.
    and not exists (select from payments.movements where movements.charge_id = charges.id)
  returning * into _charge;
  if found then
    perform payments.announce_charge(
      _charge.id,
      case _status when 'EXPIRED' then 'charge.expired' when 'CANCELLED' then 'charge.cancelled' else 'charge.failed' end,
      _traceparent, null
    );
  end if;
  select * into strict _charge from payments.charges where charge_ref = _charge_ref;
  return payments.charge_view(_charge);
end
$$;

grant execute on function payments.end_unpaid(text, text, text, text) to saku_app;
