create or replace function payments.beneficiaries_of(_acting_owner text, _before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(payments.beneficiary_view(found) order by found.beneficiary_ref desc), '[]')
  from (
    select *
    from payments.beneficiaries
    where status = 'ACTIVE' and (_acting_owner is null or owner_ref = _acting_owner)
      and (_before is null or beneficiary_ref < _before)
    order by beneficiary_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function payments.beneficiaries_of(text, text, integer) to saku_app;
