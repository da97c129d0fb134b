-- When a payout that is under way is looked at again by itself, should the provider say nothing.
create or replace function payments.put_off_payout(_payout_ref text)
returns void
language sql
security definer
set search_path = ''
as $$
  update payments.payouts
  set next_attempt_at = clock_timestamp() + least(
    interval '6 hours', greatest(interval '1 minute', clock_timestamp() - asked_at)
  )
  where payout_ref = _payout_ref and next_attempt_at is not null;
$$;

grant execute on function payments.put_off_payout(text) to saku_app;
