-- Writes down that a payee's wallet is to pay so much of what they owe. Null where it is paid already or being paid.
create or replace function payments.begin_collection(_receivable_ref text, _amount numeric, _movement_ref text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _receivable payments.receivables;
  _movement payments.movements;
begin
  select * into _receivable
  from payments.receivables
  where receivable_ref = _receivable_ref and collected_at is null
  for update;
  if not found or _amount <= 0 then
    return null;
  end if;
  insert into payments.movements (
    movement_ref, charge_id, kind, net_amount, fee_amount, payee_wallet, from_wallet_ref, next_attempt_at,
    created_at
  )
  values (
    _movement_ref, _receivable.charge_id, 'COLLECT',
    least(_amount, _receivable.amount - _receivable.collected_amount), 0,
    payments.receivable_view(_receivable) ->> 'payee_wallet', payments.receivable_view(_receivable) ->> 'wallet_ref',
    clock_timestamp() + interval '20 seconds', clock_timestamp()
  )
  on conflict (charge_id) where status = 'PENDING' do nothing
  returning * into _movement;
  if not found then
    return null;
  end if;
  return payments.movement_view(_movement);
end
$$;

grant execute on function payments.begin_collection(text, numeric, text) to saku_app;
