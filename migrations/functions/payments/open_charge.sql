-- Writes down what somebody is about to pay, before any provider hears of it.
create or replace function payments.open_charge(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _charge payments.charges;
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Not before: a repetition is answered as the first time was, whatever the fee has become since.
  if _command ->> 'refusal' is not null then
    perform platform.refuse('charge_too_small', _command -> 'refusal');
  end if;
  insert into payments.charges (
    charge_ref, payer_ref, payee_ref, purpose, amount, fee_fixed, fee_percentage, fee_amount, net_amount,
    rounding_amount, currency, provider, metadata, expires_at, check_at, created_at
  )
  values (
    _command ->> 'charge_ref', _command ->> 'payer_ref', _command ->> 'payee_ref', _command ->> 'purpose',
    (_command ->> 'amount')::numeric, (_command ->> 'fee_fixed')::numeric, (_command ->> 'fee_percentage')::numeric,
    (_command ->> 'fee_amount')::numeric, (_command ->> 'net_amount')::numeric,
    (_command ->> 'rounding_amount')::numeric, _command ->> 'currency', _command ->> 'provider',
    coalesce(_command -> 'metadata', '{}'), (_command ->> 'expires_at')::timestamptz,
    -- A little after its time, because the provider's clock ends it and not ours.
    (_command ->> 'expires_at')::timestamptz + interval '1 minute', _now
  )
  on conflict (charge_ref) do nothing
  returning * into _charge;
  if not found then
    perform platform.refuse('charge_exists', jsonb_build_object('charge_ref', _command ->> 'charge_ref'));
  end if;
  perform platform.append_event(
    _intent, 'charge.created', 'charge', _charge.charge_ref, _charge.version,
    payments.charge_facts(_charge) || '{"transaction_ref": null}'
  );
  return platform.end_write(_intent, payments.charge_view(_charge));
end
$$;

grant execute on function payments.open_charge(jsonb, jsonb) to saku_app;
