-- Writes what a posting made true, in one commit with its event: the charge is paid, settled, given back. The ledger has
-- moved the money before, so this is done whatever has happened since, and once. Where it went is the ledger's to say,
-- because somebody may have redirected it while it was posted; an empty text leaves what was written down.
create or replace function payments.finish_movement(
  _movement_ref text, _transaction_ref text, _traceparent text, _into_wallet_ref text default ''
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _movement payments.movements;
  _charge payments.charges;
  _now timestamptz := platform.moment();
  _amount numeric;
begin
  select charges.* into _charge
  from payments.charges
  where id = (select charge_id from payments.movements where movement_ref = _movement_ref)
  for update;
  update payments.movements
  set status = 'POSTED', transaction_ref = _transaction_ref, posted_at = _now, failure = null,
    into_wallet_ref = case _into_wallet_ref when '' then into_wallet_ref else _into_wallet_ref end
  where movement_ref = _movement_ref and status <> 'POSTED'
  returning * into _movement;
  if not found then
    return payments.charge_view(_charge);
  end if;
  perform payments.pass_case(_movement_ref, 'MOVEMENT_REFUSED');

  if _movement.kind = 'COLLECT' then
    perform payments.note_collection(_movement, _now);
    return payments.charge_view(_charge);
  end if;
  _amount := _movement.net_amount + _movement.fee_amount;
  case _movement.kind
    when 'PAY' then
      _charge.paid_at := _now;
    when 'SETTLE' then
      _charge.settled_at := _now;
    when 'CHARGEBACK' then
      _charge.charged_back_amount := _charge.charged_back_amount + _amount;
      _charge.returned_net := _charge.returned_net + _movement.net_amount;
    when 'CHARGEBACK_WON' then
      _charge.charged_back_amount := _charge.charged_back_amount - _amount;
      _charge.returned_net := _charge.returned_net - _movement.net_amount;
      -- What is taken once nothing is held any more is for a person to find out anew.
      if _charge.charged_back_amount = 0 then
        _charge.told_taken_amount := null;
      end if;
    when 'REFUND' then
      _charge.refunded_amount := _charge.refunded_amount + _amount;
      _charge.returned_net := _charge.returned_net + _movement.net_amount;
      perform payments.complete_refund(_movement, _transaction_ref, _now);
  end case;
  if _movement.kind in ('PAY', 'SETTLE', 'CHARGEBACK_WON') then
    _charge.lies_in_wallet_ref := _movement.into_wallet_ref;
  end if;
  -- A settlement that was given up is due again, because there is another amount to settle.
  update payments.movements
  set next_attempt_at = _now
  where charge_id = _charge.id and kind = 'SETTLE' and status = 'DROPPED';
  -- What the payee has spent before it settled is not there to be moved, and is no debt.
  if _movement.shortfall > 0 and _movement.kind in ('REFUND', 'CHARGEBACK') then
    insert into payments.receivables (receivable_ref, payee_ref, charge_id, currency, amount, created_at)
    values (platform.new_ref(), _charge.payee_ref, _charge.id, _charge.currency, _movement.shortfall, _now);
  end if;
  update payments.charges
  set paid_at = _charge.paid_at, settled_at = _charge.settled_at, refunded_amount = _charge.refunded_amount,
    charged_back_amount = _charge.charged_back_amount, returned_net = _charge.returned_net, failure_reason = null,
    lies_in_wallet_ref = _charge.lies_in_wallet_ref, told_taken_amount = _charge.told_taken_amount,
    status = payments.charge_status(_charge), reconcile_at = _now + interval '1 day'
  where id = _charge.id;
  perform payments.announce_charge(_charge.id, payments.event_of(_movement.kind), _traceparent, _transaction_ref);
  select * into strict _charge from payments.charges where id = _charge.id;
  return payments.charge_view(_charge);
end
$$;

grant execute on function payments.finish_movement(text, text, text, text) to saku_app;
