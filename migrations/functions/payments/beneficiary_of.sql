-- A beneficiary that money may be sent to, for whoever may send it there.
create or replace function payments.beneficiary_of(_beneficiary_ref text, _acting_owner text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _beneficiary payments.beneficiaries;
begin
  select * into _beneficiary
  from payments.beneficiaries
  where beneficiary_ref = _beneficiary_ref and status = 'ACTIVE'
    and (_acting_owner is null or owner_ref = _acting_owner);
  if not found then
    perform platform.refuse('beneficiary_not_found', jsonb_build_object('beneficiary_ref', _beneficiary_ref));
  end if;
  return payments.beneficiary_view(_beneficiary);
end
$$;

grant execute on function payments.beneficiary_of(text, text) to saku_app;
