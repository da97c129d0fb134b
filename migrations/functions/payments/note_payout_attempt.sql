-- Keeps what the provider said to an attempt, and says when the payout is looked at again. That it is given up is written
-- down before the promise is given back, so that nobody sends it in between; and only a person gives up what may have been
-- sent by an attempt that nobody answered.
create or replace function payments.note_payout_attempt(
  _payout_ref text, _attempt_no integer, _status text, _response_code text, _gives_up boolean
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _payout payments.payouts;
begin
  update payments.payouts
  set updated_at = greatest(platform.moment(), updated_at),
    failure_reason = case
      when _gives_up and status = 'HELD' and not exists (
        select
        from payments.payout_attempts
        where payout_id = payouts.id and attempt_no <> _attempt_no
          and response_code is distinct from _response_code
      ) then _response_code
      else failure_reason
    end,
    next_attempt_at = case
      when next_attempt_at is not null then
        clock_timestamp() + least(interval '1 minute' * power(2, least(attempts - 1, 10)), interval '6 hours')
    end
  where payout_ref = _payout_ref
  returning * into strict _payout;
  update payments.payout_attempts
  set status = _status, response_code = _response_code
  where payout_id = _payout.id and attempt_no = _attempt_no;
  return payments.payout_view(_payout);
end
$$;

grant execute on function payments.note_payout_attempt(text, integer, text, text, boolean) to saku_app;
