-- Writes down that somebody wants their money sent, before it is promised.
create or replace function payments.request_payout(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _beneficiary payments.beneficiaries;
  _payout payments.payouts;
begin
  if _replay is not null then
    return _replay;
  end if;
  select * into _beneficiary
  from payments.beneficiaries
  where beneficiary_ref = _command ->> 'beneficiary_ref' and status = 'ACTIVE'
    and (_intent ->> 'acting_owner' is null or owner_ref = _intent ->> 'acting_owner');
  if not found then
    perform platform.refuse('beneficiary_not_found', jsonb_build_object(
      'beneficiary_ref', _command ->> 'beneficiary_ref'
    ));
  end if;
  if _beneficiary.currency <> _command ->> 'currency' then
    perform platform.refuse('beneficiary_currency_differs', jsonb_build_object(
      'beneficiary_ref', _beneficiary.beneficiary_ref, 'currency', _beneficiary.currency
    ));
  end if;
  insert into payments.payouts (
    payout_ref, owner_ref, beneficiary_id, wallet_ref, amount, currency, provider, next_attempt_at, created_at,
    updated_at
  )
  values (
    _command ->> 'payout_ref', _beneficiary.owner_ref, _beneficiary.id, _command ->> 'wallet_ref',
    (_command ->> 'amount')::numeric, _command ->> 'currency', _command ->> 'provider', _now + interval '20 seconds',
    _now, _now
  )
  returning * into _payout;
  perform payments.announce_payout(_payout, 'payout.requested', _intent ->> 'traceparent');
  return platform.end_write(_intent, payments.payout_view(_payout));
end
$$;

grant execute on function payments.request_payout(jsonb, jsonb) to saku_app;
