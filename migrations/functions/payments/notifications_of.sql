create or replace function payments.notifications_of(_filters jsonb, _before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(payments.notification_view(found) order by found.notification_ref desc), '[]')
  from (
    select *
    from payments.notifications
    where (_filters ->> 'status' is null or status = _filters ->> 'status')
      and (_filters ->> 'provider' is null or provider = _filters ->> 'provider')
      and (_filters ->> 'subject_ref' is null or subject_ref = _filters ->> 'subject_ref')
      and (_before is null or notification_ref < _before)
    order by notification_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function payments.notifications_of(jsonb, text, integer) to saku_app;
