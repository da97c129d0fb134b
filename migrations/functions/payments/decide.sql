-- Does to the subject of a case what was decided; false where that cannot be done to it.
create or replace function payments.decide(_case payments.cases, _command jsonb, _traceparent text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := clock_timestamp();
begin
  case _case.kind || ' ' || (_command ->> 'resolution')
    when 'MOVEMENT_REFUSED RETRY' then
      update payments.movements set next_attempt_at = _now where movement_ref = _case.subject_ref and status = 'PENDING';
    when 'MOVEMENT_REFUSED REDIRECT' then
      return payments.redirect_movement(_case.subject_ref, _command ->> 'wallet_ref');
    -- The money stays where it is, and the charge is free to be given back. It rests until it is asked for.
    when 'MOVEMENT_REFUSED GIVE_UP' then
      update payments.movements set status = 'DROPPED', next_attempt_at = 'infinity'
      where movement_ref = _case.subject_ref and status = 'PENDING' and kind = 'SETTLE';
    when 'REFUND_UNANSWERED RETRY' then
      update payments.refunds set asked_at = _now, check_at = _now
      where refund_ref = _case.subject_ref and status in ('REQUESTED', 'SENT');
    when 'REFUND_UNANSWERED GIVE_UP' then
      return (payments.note_refund(_case.subject_ref, 'FAILED', 'given_up') ->> 'status') = 'FAILED';
    when 'PAYOUT_UNANSWERED RETRY' then
      update payments.payouts set asked_at = _now, next_attempt_at = _now
      where payout_ref = _case.subject_ref
        and (status in ('REQUESTED', 'SENT') or status = 'HELD' and payments.may_be_sent(id));
    when 'PAYOUT_UNANSWERED GIVE_UP' then
      update payments.payouts set failure_reason = 'given_up', next_attempt_at = _now
      where payout_ref = _case.subject_ref and status in ('HELD', 'SENT') and not is_confirmed
        and not exists (
          select
          from payments.payout_attempts
          where payout_id = payouts.id and payout_attempts.status = 'REQUESTED'
            and attempted_at > _now - interval '20 seconds'
        );
    when 'PAYOUT_UNANSWERED CONFIRM' then
      return payments.confirm_payout(_case.subject_ref, _command ->> 'external_reference', _traceparent);
    when 'PROVIDER_DIFFERS CONFIRM' then
      update payments.charges
      set told_taken_amount = (_command ->> 'amount')::numeric, reconcile_at = _now
      where charge_ref = _case.subject_ref and _case.fault ->> 'code' = 'chargeback_unclear'
        and (_command ->> 'amount')::numeric <= amount - refunded_amount;
    when 'LEDGER_DIFFERS DISMISS', 'PROVIDER_DIFFERS DISMISS' then
      return true;
    when 'LEDGER_DIFFERS RETRY', 'PROVIDER_DIFFERS RETRY' then
      update payments.charges set reconcile_at = _now where charge_ref = _case.subject_ref;
      if not found then
        update payments.payouts set reconcile_at = _now where payout_ref = _case.subject_ref;
      end if;
    else
      return false;
  end case;
  return found;
end
$$;
