-- Takes over what strangers were denied on the next day that is over: an entry for each route and reason, with how often. Who
-- knocks a million times writes as many entries as who knocks once. Answers how many entries, and zero when no day is left.
create or replace function audit.take_stranger_denials()
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  _position audit.positions;
  _day date;
  _count integer;
begin
  select * into strict _position from audit.positions where source = 'strangers' for update;
  with denied as materialized (
    select platform.new_ref() as ref, counted.* from identity.anonymous_denials_after(_position.reached::date) as counted
  ), named as (
    insert into audit.audit_event_ids (event_ref, occurred_at) select ref, last_minute from denied
  ), written as (
    insert into audit.audit_logs (
      event_ref, event_type, context, entity_type, actor_type, action, outcome, metadata, occurred_at, recorded_at
    )
    select ref, 'access_denied', 'identity', 'route', 'UNKNOWN', coalesce(lower(nullif(method, '')), 'prove'), 'DENIED',
      jsonb_build_object('route', route, 'reason', reason, 'day', day, 'times', times, 'networks', networks),
      last_minute, platform.moment()
    from denied
    order by ref
  )
  select max(day), count(*) into _day, _count from denied;

  if _day is not null then
    update audit.positions set reached = _day::text, moved_at = clock_timestamp() where source = 'strangers';
  end if;
  return _count;
end
$$;

grant execute on function audit.take_stranger_denials() to saku_app;
