-- Writes what a posting made true, in one commit with its event: the charge is paid, settled, given back. The ledger has
-- moved the money before, so this is done whatever has happened since, and once.
create or replace function payments.finish_movement(_movement_ref text, _transaction_ref text, _traceparent text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _movement payments.movements;
  _charge payments.charges;
  _now timestamptz := platform.moment();
begin
  select charges.* into _charge
  from payments.charges
  where id = (select charge_id from payments.movements where movement_ref = _movement_ref)
  for update;
  update payments.movements
  set status = 'POSTED', transaction_ref = _transaction_ref, posted_at = _now, failure = null
  where movement_ref = _movement_ref and status = 'PENDING'
  returning * into _movement;
  if not found then
    return payments.charge_view(_charge);
  end if;

  if _movement.kind = 'COLLECT' then
    perform payments.note_collection(_movement, _now);
    return payments.charge_view(_charge);
  end if;
  if _movement.kind = 'PAY' then
    _charge.paid_at := _now;
  elsif _movement.kind = 'SETTLE' then
    _charge.settled_at := _now;
  elsif _movement.kind = 'CHARGEBACK' then
    _charge.charged_back_at := _now;
  else
    _charge.refunded_amount := _charge.refunded_amount + _movement.net_amount + _movement.fee_amount;
    _charge.refunded_net := _charge.refunded_net + _movement.net_amount;
    update payments.refunds
    set status = 'COMPLETED', completed_at = _now, transaction_ref = _transaction_ref,
      net_amount = _movement.net_amount, fee_amount = _movement.fee_amount
    where id = _movement.refund_id;
  end if;
  -- What the payee has spent before it settled is not there to be moved, and is no debt.
  if _movement.shortfall > 0 and _movement.kind in ('REFUND', 'CHARGEBACK') then
    insert into payments.receivables (receivable_ref, payee_ref, charge_id, currency, amount, created_at)
    values (platform.new_ref(), _charge.payee_ref, _charge.id, _charge.currency, _movement.shortfall, _now);
  end if;
  update payments.charges
  set paid_at = _charge.paid_at, settled_at = _charge.settled_at, charged_back_at = _charge.charged_back_at,
    refunded_amount = _charge.refunded_amount, refunded_net = _charge.refunded_net, failure_reason = null,
    status = payments.charge_status(_charge)
  where id = _charge.id;
  perform payments.announce_charge(_charge.id, payments.event_of(_movement.kind), _traceparent, _transaction_ref);
  select * into strict _charge from payments.charges where id = _charge.id;
  return payments.charge_view(_charge);
end
$$;

grant execute on function payments.finish_movement(text, text, text) to saku_app;
