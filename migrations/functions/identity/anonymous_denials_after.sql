-- What strangers were denied on the first day after this one on which they were, once it is over: how often, and from how many
-- networks.
create or replace function identity.anonymous_denials_after(_day date)
returns table (day date, reason text, method text, route text, times bigint, networks bigint, last_minute timestamptz)
language sql
stable
set search_path = ''
set timezone = 'UTC'
as $$
  with next as (
    select date_trunc('day', min(minute)) as begins
    from identity.anonymous_denials
    where minute >= _day + interval '1 day'
  )
  select begins::date, denied.reason, denied.method, denied.route, sum(denied.times)::bigint,
    count(distinct denied.network), max(denied.minute)
  from next
  join identity.anonymous_denials as denied on denied.minute >= begins and denied.minute < begins + interval '1 day'
  -- What was denied before midnight may be written a little after it.
  where begins + interval '1 day 10 minutes' < clock_timestamp()
  group by begins, denied.reason, denied.method, denied.route;
$$;
