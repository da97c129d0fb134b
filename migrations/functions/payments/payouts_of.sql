create or replace function payments.payouts_of(_acting_owner text, _filters jsonb, _before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(payments.payout_view(found) order by found.payout_ref desc), '[]')
  from (
    select *
    from payments.payouts
    where (_acting_owner is null or owner_ref = _acting_owner)
      and (_filters ->> 'status' is null or status = _filters ->> 'status')
      and (_before is null or payout_ref < _before)
    order by payout_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function payments.payouts_of(text, jsonb, text, integer) to saku_app;
