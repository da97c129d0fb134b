-- What a payee has paid of what they owe, the oldest debt of that charge first, of those that the same wallet is asked for:
-- another one may be somebody else's.
create or replace function payments.note_collection(_movement payments.movements, _now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _left numeric := _movement.net_amount;
  _receivable payments.receivables;
  _part numeric;
begin
  for _receivable in
    select *
    from payments.receivables
    where charge_id = _movement.charge_id and collected_at is null
      and payments.receivable_view(receivables) ->> 'payee_wallet' = _movement.payee_wallet
      and payments.receivable_view(receivables) ->> 'wallet_ref' is not distinct from _movement.from_wallet_ref
    order by receivable_ref
    for update
  loop
    _part := least(_left, _receivable.amount - _receivable.collected_amount);
    update payments.receivables
    set collected_amount = collected_amount + _part,
      collected_at = case when collected_amount + _part = amount then _now end
    where receivable_ref = _receivable.receivable_ref;
    _left := _left - _part;
  end loop;
end
$$;
