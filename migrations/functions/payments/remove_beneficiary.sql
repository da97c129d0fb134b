-- Nothing more is sent there. What is on its way stays on its way.
create or replace function payments.remove_beneficiary(_intent jsonb, _command jsonb)
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
  update payments.beneficiaries
  set status = 'REMOVED', removed_at = platform.moment(), version = version + 1
  where beneficiary_ref = _command ->> 'beneficiary_ref' and status = 'ACTIVE'
    and (_intent ->> 'acting_owner' is null or owner_ref = _intent ->> 'acting_owner')
  returning * into _beneficiary;
  if not found then
    perform platform.refuse('beneficiary_not_found', jsonb_build_object(
      'beneficiary_ref', _command ->> 'beneficiary_ref'
    ));
  end if;
  perform platform.append_event(
    _intent, 'beneficiary.removed', 'beneficiary', _beneficiary.beneficiary_ref, _beneficiary.version,
    jsonb_build_object('beneficiary_ref', _beneficiary.beneficiary_ref, 'owner_ref', _beneficiary.owner_ref)
  );
  return platform.end_write(_intent, payments.beneficiary_view(_beneficiary));
end
$$;

grant execute on function payments.remove_beneficiary(jsonb, jsonb) to saku_app;
