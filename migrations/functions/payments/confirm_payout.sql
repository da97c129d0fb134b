-- Takes an operator's word that a payout arrived, under the name that the provider gives it; false where it is not under
-- way, or somebody is asking the provider this very moment. Its promise is kept from here as if the provider had said it.
create or replace function payments.confirm_payout(_payout_ref text, _external_reference text, _traceparent text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := clock_timestamp();
  _payout payments.payouts;
begin
  select * into _payout
  from payments.payouts
  where payout_ref = _payout_ref and status in ('HELD', 'SENT') and failure_reason is null
  for update;
  if not found or _external_reference is null or exists (
    select
    from payments.payout_attempts
    where payout_id = _payout.id and status = 'REQUESTED' and attempted_at > _now - interval '20 seconds'
  ) then
    return false;
  end if;
  -- A name that another payout has is the other one's evidence.
  if _payout.external_reference <> _external_reference or exists (
    select
    from payments.payouts
    where provider = _payout.provider and external_reference = _external_reference and id <> _payout.id
  ) then
    perform platform.refuse('external_reference_differs', jsonb_build_object(
      'payout_ref', _payout_ref, 'expected', _payout.external_reference
    ));
  end if;
  if _payout.status = 'HELD' then
    perform payments.move_payout(jsonb_build_object(
      'payout_ref', _payout_ref, 'from', 'HELD', 'to', 'SENT', 'external_reference', _external_reference,
      'traceparent', _traceparent
    ));
  end if;
  update payments.payouts
  set is_confirmed = true, asked_at = _now, next_attempt_at = _now
  where id = _payout.id;
  return true;
end
$$;
