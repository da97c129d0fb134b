-- Keeps where somebody's money may be sent.
create or replace function payments.add_beneficiary(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _beneficiary payments.beneficiaries;
begin
  if _replay is not null then
    return _replay;
  end if;
  insert into payments.beneficiaries (
    beneficiary_ref, owner_ref, channel_code, account_number, holder_name, currency, created_at
  )
  values (
    _command ->> 'beneficiary_ref', _command ->> 'owner_ref', _command ->> 'channel_code',
    _command ->> 'account_number', _command ->> 'holder_name', _command ->> 'currency', platform.moment()
  )
  on conflict do nothing
  returning * into _beneficiary;
  if not found then
    perform platform.refuse('beneficiary_exists', '{}');
  end if;
  perform platform.append_event(
    _intent, 'beneficiary.added', 'beneficiary', _beneficiary.beneficiary_ref, _beneficiary.version,
    jsonb_build_object('beneficiary_ref', _beneficiary.beneficiary_ref, 'owner_ref', _beneficiary.owner_ref)
  );
  return platform.end_write(_intent, payments.beneficiary_view(_beneficiary));
end
$$;

grant execute on function payments.add_beneficiary(jsonb, jsonb) to saku_app;
