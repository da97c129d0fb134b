-- A payout for whoever may see it.
create or replace function payments.payout_of(_payout_ref text, _acting_owner text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _payout payments.payouts;
begin
  select * into _payout
  from payments.payouts
  where payout_ref = _payout_ref and (_acting_owner is null or owner_ref = _acting_owner);
  if not found then
    perform platform.refuse('payout_not_found', jsonb_build_object('payout_ref', _payout_ref));
  end if;
  return payments.payout_view(_payout);
end
$$;

grant execute on function payments.payout_of(text, text) to saku_app;
