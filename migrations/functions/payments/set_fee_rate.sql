-- Sets what is kept from now on. Charges that exist keep the rate that they were made with.
create or replace function payments.set_fee_rate(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _rate payments.fee_rates;
  _view jsonb;
begin
  if _replay is not null then
    return _replay;
  end if;
  insert into payments.fee_rates (
    fee_rate_ref, payee_ref, provider, currency, fee_fixed, fee_percentage, created_at, updated_at
  )
  values (
    _command ->> 'fee_rate_ref', _command ->> 'payee_ref', _command ->> 'provider', _command ->> 'currency',
    (_command ->> 'fee_fixed')::numeric, (_command ->> 'fee_percentage')::numeric, _now, _now
  )
  on conflict on constraint fee_rates_one_each do update
  set fee_fixed = excluded.fee_fixed, fee_percentage = excluded.fee_percentage,
    version = fee_rates.version + 1, updated_at = _now
  returning * into _rate;
  _view := payments.fee_rate_view(_rate);
  perform platform.append_event(_intent, 'fee_rate.set', 'fee_rate', _rate.fee_rate_ref, _rate.version, _view);
  return platform.end_write(_intent, _view);
end
$$;

grant execute on function payments.set_fee_rate(jsonb, jsonb) to saku_app;
