-- A charge for whoever may see it: the payee, the payer, or somebody who acts for all.
create or replace function payments.charge_of(_charge_ref text, _acting_owner text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _charge payments.charges;
begin
  select * into _charge
  from payments.charges
  where charge_ref = _charge_ref
    and (_acting_owner is null or payee_ref = _acting_owner or payer_ref = _acting_owner);
  if not found then
    perform platform.refuse('charge_not_found', jsonb_build_object('charge_ref', _charge_ref));
  end if;
  return payments.charge_view(_charge);
end
$$;

grant execute on function payments.charge_of(text, text) to saku_app;
