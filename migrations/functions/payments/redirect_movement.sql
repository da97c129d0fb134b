-- Sends what a charge brings in, or its settlement, into a wallet that an operator names; false where that cannot be done.
-- The attempt is another one, so that whoever is about to post it to the old place cannot be taken for this.
create or replace function payments.redirect_movement(_movement_ref text, _wallet_ref text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  _movement payments.movements;
  _charge payments.charges;
begin
  select * into _movement
  from payments.movements
  where movement_ref = _movement_ref and status = 'PENDING' and kind in ('PAY', 'SETTLE', 'CHARGEBACK_WON')
  for update;
  if not found or _wallet_ref is null then
    return false;
  end if;
  select * into strict _charge from payments.charges where id = _movement.charge_id;
  -- A closed wallet is empty. In any other one the rest of the charge lies still, and a charge is settled and given back
  -- from one place.
  if _movement.kind = 'CHARGEBACK_WON' and _charge.returned_net < _charge.net_amount
    and _movement.failure ->> 'code' is distinct from 'wallet_closed'
    and _movement.into_wallet_ref is not distinct from _charge.lies_in_wallet_ref then
    perform platform.refuse('redirect_splits_charge', jsonb_build_object(
      'charge_ref', _charge.charge_ref, 'wallet_ref', _movement.failure #> '{fields,wallet_ref}'
    ));
  end if;
  update payments.movements
  set into_wallet_ref = _wallet_ref, attempt = attempt + 1, next_attempt_at = clock_timestamp()
  where movement_ref = _movement_ref;
  return true;
end
$$;
