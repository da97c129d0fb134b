create or replace function payments.cases_of(_filters jsonb, _before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(payments.case_view(found) order by found.case_ref desc), '[]')
  from (
    select *
    from payments.cases
    where ((_filters ->> 'is_open')::boolean is not true or closed_at is null)
      and (_filters ->> 'kind' is null or kind = _filters ->> 'kind')
      and (_before is null or case_ref < _before)
    order by case_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function payments.cases_of(jsonb, text, integer) to saku_app;
