-- Takes a payout one step on, if it still stands where the step begins. Whoever comes second finds it taken, and is shown
-- where it stands now.
create or replace function payments.move_payout(_command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _to text := _command ->> 'to';
  _now timestamptz := platform.moment();
  _payout payments.payouts;
begin
  update payments.payouts
  set status = _to,
    external_reference = coalesce(_command ->> 'external_reference', external_reference),
    hold_transaction_ref = coalesce(hold_transaction_ref, _command ->> 'hold_transaction_ref'),
    transaction_ref = coalesce(transaction_ref, _command ->> 'transaction_ref'),
    return_transaction_ref = coalesce(return_transaction_ref, _command ->> 'return_transaction_ref'),
    failure_reason = case
      when _to <> 'COMPLETED' then coalesce(_command ->> 'failure_reason', failure_reason)
    end,
    asked_at = case when _to in ('HELD', 'SENT') then _now else asked_at end,
    next_attempt_at = case when _to in ('HELD', 'SENT') then clock_timestamp() + interval '1 minute' end,
    reconcile_at = case when _to in ('COMPLETED', 'FAILED', 'REVERSED') then _now + interval '1 day' end,
    version = version + 1, updated_at = greatest(_now, updated_at)
  where payout_ref = _command ->> 'payout_ref' and status = _command ->> 'from'
    and (status, _to) in (
      ('REQUESTED', 'HELD'), ('REQUESTED', 'FAILED'), ('HELD', 'SENT'), ('HELD', 'FAILED'), ('SENT', 'COMPLETED'),
      ('SENT', 'FAILED'), ('COMPLETED', 'REVERSED')
    )
  returning * into _payout;
  if found then
    perform payments.pass_case(_payout.payout_ref, 'PAYOUT_UNANSWERED');
    perform payments.announce_payout(_payout, payments.payout_event_of(_to), _command ->> 'traceparent');
  else
    select * into strict _payout from payments.payouts where payout_ref = _command ->> 'payout_ref';
  end if;
  return payments.payout_view(_payout);
end
$$;

grant execute on function payments.move_payout(jsonb) to saku_app;
