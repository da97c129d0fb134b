-- When a charge or payout is compared again: soon where nobody answered, otherwise the older it is the less often. A bank
-- takes back what is half a year old, and a payout comes back within weeks; after that nothing changes any more.
create or replace function payments.plan_reconciliation(_ref text, _is_answered boolean)
returns void
language sql
security definer
set search_path = ''
as $$
  update payments.charges
  set reconcile_at = case
    when not _is_answered then clock_timestamp() + interval '1 hour'
    when paid_at > clock_timestamp() - interval '200 days' then
      clock_timestamp() + least(interval '30 days', greatest(interval '1 day', clock_timestamp() - paid_at))
  end
  where charge_ref = _ref;
  update payments.payouts
  set reconcile_at = case
    when not _is_answered then clock_timestamp() + interval '1 hour'
    when created_at > clock_timestamp() - interval '60 days' then
      clock_timestamp() + greatest(interval '1 day', clock_timestamp() - created_at)
  end
  where payout_ref = _ref;
$$;

grant execute on function payments.plan_reconciliation(text, boolean) to saku_app;
