-- What was done with somebody's account, newest first, after one of the lines.
create or replace function identity.activity_of(_user_ref text, _type text, _after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'activity_ref', found.log_ref, 'activity_type', found.activity_type, 'metadata', found.metadata,
      'ip_address', host(found.ip_address), 'user_agent', found.user_agent,
      'created_at', platform.to_rfc3339(found.created_at)
    )
    order by found.log_ref desc
  ), '[]')
  from (
    select l.*
    from identity.user_activity_logs as l
    join identity.users as u on u.id = l.user_id
    where u.user_ref = _user_ref
      and (_type is null or l.activity_type = _type)
      and (_after is null or l.log_ref < _after)
    order by l.log_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function identity.activity_of(text, text, text, integer) to saku_app;
