-- People as operators see them, newest first, after one of them. Whoever acts for themselves finds themselves.
create or replace function identity.find_users(_filters jsonb, _acting_owner text, _after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(identity.admin_view(found) order by found.user_ref desc), '[]')
  from (
    select u.*
    from identity.users as u
    where (_acting_owner is null or u.user_ref = _acting_owner)
      and (_after is null or u.user_ref < _after)
      and (_filters ->> 'user_ref' is null or u.user_ref = _filters ->> 'user_ref')
      and (_filters ->> 'status' is null or u.status = _filters ->> 'status')
      and (_filters ->> 'role' is null or _filters ->> 'role' = any (identity.roles_of(u.id)))
    order by u.user_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function identity.find_users(jsonb, text, text, integer) to saku_app;
