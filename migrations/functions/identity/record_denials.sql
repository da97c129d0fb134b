-- Writes down what was denied: one by one, which nothing later changes, where it is known who asked, and counted where it is
-- not.
create or replace function identity.record_denials(_denials jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into identity.access_denials (
    denial_ref, reason, method, route, caller_ref, credential_ref, request_id, more, created_at
  )
  select platform.new_ref(), d.reason, d.method, left(d.route, 200), d.caller_ref, d.credential_ref, d.request_id, d.more,
    platform.moment()
  from jsonb_to_recordset(_denials) as d (
    reason text, method text, route text, caller_ref text, credential_ref text, request_id text, more integer
  )
  where d.caller_ref is not null;

  -- In one order for everybody, so that two who count the same do not wait for each other in a circle.
  select identity.count_anonymous_denial(reason, method, route, ip, times)
  from (
    select reason, method, route, ip, sum(more + 1)::integer as times
    from jsonb_to_recordset(_denials) as d (
      reason text, method text, route text, caller_ref text, ip text, more integer
    )
    where caller_ref is null
    group by reason, method, route, ip
    order by reason, method, route, ip
  ) as alike;
$$;

grant execute on function identity.record_denials(jsonb) to saku_app;
