-- The refund that money which has gone back belongs to: the oldest open one of ours that it covers, or a new one that the
-- provider made without us.
create or replace function payments.refund_to_post(_charge payments.charges, _returned numeric, _refund_ref text)
returns payments.refunds
language plpgsql
set search_path = ''
as $$
declare
  _refund payments.refunds;
begin
  select * into _refund
  from payments.refunds
  where charge_id = _charge.id and status in ('REQUESTED', 'SENT') and amount <= _returned
  order by refund_ref
  limit 1;
  if not found then
    insert into payments.refunds (refund_ref, charge_id, amount, status, created_at)
    values (_refund_ref, _charge.id, _returned, 'SENT', platform.moment())
    returning * into _refund;
  end if;
  return _refund;
end
$$;
