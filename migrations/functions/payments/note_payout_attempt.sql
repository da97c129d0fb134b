-- Counts a request to the provider and what it said, and says when the payout is looked at again.
create or replace function payments.note_payout_attempt(_payout_ref text, _status text, _response_code text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _payout payments.payouts;
begin
  update payments.payouts
  set attempts = attempts + 1, updated_at = greatest(platform.moment(), updated_at),
    next_attempt_at = clock_timestamp() + least(interval '1 minute' * power(2, least(attempts, 10)), interval '6 hours')
  where payout_ref = _payout_ref
  returning * into strict _payout;
  insert into payments.payout_attempts (payout_id, attempt_no, status, response_code, attempted_at)
  values (_payout.id, _payout.attempts, _status, _response_code, platform.moment());
  return payments.payout_view(_payout);
end
$$;

grant execute on function payments.note_payout_attempt(text, text, text) to saku_app;
