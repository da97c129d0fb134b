-- Charges, newest first, of the payee who asks or of everybody.
create or replace function payments.charges_of(_acting_owner text, _filters jsonb, _before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(payments.charge_view(found) order by found.charge_ref desc), '[]')
  from (
    select *
    from payments.charges
    where (_acting_owner is null or payee_ref = _acting_owner)
      and (_filters ->> 'payee_ref' is null or payee_ref = _filters ->> 'payee_ref')
      and (_filters ->> 'status' is null or status = _filters ->> 'status')
      and (_filters ->> 'provider' is null or provider = _filters ->> 'provider')
      and (_filters ->> 'external_reference' is null or external_reference = _filters ->> 'external_reference')
      and (_before is null or charge_ref < _before)
    order by charge_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function payments.charges_of(text, jsonb, text, integer) to saku_app;
