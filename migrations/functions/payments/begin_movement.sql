-- Writes down the next posting that a charge needs to be where the provider says that it is, or null when none is needed.
-- Called under the lock of the charge, with a word that agrees with it.
create or replace function payments.begin_movement(_charge payments.charges, _observed jsonb, _refs jsonb)
returns payments.movements
language plpgsql
set search_path = ''
as $$
declare
  _movement payments.movements;
  _given_up payments.movements;
  _refund payments.refunds;
  _returned numeric := least((_observed ->> 'refunded_amount')::numeric, _charge.amount);
  _taken numeric := payments.taken_amount(_charge, _observed);
  _gone numeric := _charge.refunded_amount + _charge.charged_back_amount;
  -- What goes back to the payer with this posting; less than nothing comes back from their bank.
  _part numeric := 0;
begin
  _movement.movement_ref := _refs ->> 'movement_ref';
  _movement.payee_wallet := case when _charge.settled_at is null then 'PENDING' else 'CASH' end;
  if _charge.paid_at is null then
    _movement.kind := 'PAY';
    _movement.net_amount := _charge.net_amount;
    _movement.fee_amount := _charge.fee_amount;
  elsif _taken < _charge.charged_back_amount then
    _movement.kind := 'CHARGEBACK_WON';
    _part := _taken - _charge.charged_back_amount;
    _movement.into_wallet_ref := _charge.lies_in_wallet_ref;
  elsif _returned > _charge.refunded_amount then
    _refund := payments.refund_to_post(_charge, _returned - _charge.refunded_amount, _refs ->> 'refund_ref');
    _movement.kind := 'REFUND';
    _movement.refund_id := _refund.id;
    _part := _refund.amount;
  elsif _taken > _charge.charged_back_amount then
    _movement.kind := 'CHARGEBACK';
    _part := _taken - _charge.charged_back_amount;
  elsif _charge.settled_at is null and (_observed ->> 'is_settled')::boolean and _gone < _charge.amount
    and not payments.settlement_rests(_charge.id, coalesce((_refs ->> 'is_settlement_asked')::boolean, false)) then
    _movement.kind := 'SETTLE';
    _movement.net_amount := _charge.net_amount - _charge.returned_net;
    _movement.fee_amount := 0;
  else
    return null;
  end if;
  if _movement.kind in ('SETTLE', 'REFUND', 'CHARGEBACK') then
    _movement.from_wallet_ref := _charge.lies_in_wallet_ref;
  end if;
  if _part <> 0 then
    _movement.net_amount := abs(payments.returned_net(_charge, _gone + _part) - _charge.returned_net);
    _movement.fee_amount := abs(_part) - _movement.net_amount;
  end if;
  if _movement.kind = 'SETTLE' then
    -- One that was given up goes on under its own name: had it been posted unheard, the ledger says so.
    update payments.movements
    set status = 'PENDING', attempt = attempt + 1, net_amount = _movement.net_amount, shortfall = 0,
      from_wallet_ref = _movement.from_wallet_ref, into_wallet_ref = null, failure = null,
      next_attempt_at = clock_timestamp() + interval '20 seconds'
    where charge_id = _charge.id and kind = 'SETTLE' and status = 'DROPPED'
    returning * into _given_up;
    if found then
      return _given_up;
    end if;
  end if;
  insert into payments.movements (
    movement_ref, charge_id, kind, net_amount, fee_amount, payee_wallet, from_wallet_ref, into_wallet_ref, refund_id,
    next_attempt_at, created_at
  )
  values (
    _movement.movement_ref, _charge.id, _movement.kind, _movement.net_amount, _movement.fee_amount,
    _movement.payee_wallet, _movement.from_wallet_ref, _movement.into_wallet_ref, _movement.refund_id,
    clock_timestamp() + interval '20 seconds', clock_timestamp()
  )
  returning * into _movement;
  return _movement;
end
$$;
