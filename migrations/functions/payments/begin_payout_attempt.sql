-- Lets one at a time ask the provider to send a payout; null where somebody is at it, or where it may be sent no more.
-- Whoever was stopped in between is waited for no longer than a provider is.
create or replace function payments.begin_payout_attempt(_payout_ref text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _payout payments.payouts;
begin
  select * into _payout
  from payments.payouts
  where payout_ref = _payout_ref and status = 'HELD' and failure_reason is null
  for update;
  if not found or not payments.may_be_sent(_payout.id) or exists (
    select
    from payments.payout_attempts
    where payout_id = _payout.id and status = 'REQUESTED' and attempted_at > clock_timestamp() - interval '20 seconds'
  ) then
    return null;
  end if;
  update payments.payouts
  set attempts = attempts + 1, updated_at = greatest(platform.moment(), updated_at)
  where id = _payout.id
  returning * into _payout;
  insert into payments.payout_attempts (payout_id, attempt_no, status, attempted_at)
  values (_payout.id, _payout.attempts, 'REQUESTED', platform.moment());
  return payments.payout_view(_payout);
end
$$;

grant execute on function payments.begin_payout_attempt(text) to saku_app;
