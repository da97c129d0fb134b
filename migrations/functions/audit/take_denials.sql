-- Takes denials over into the log: a slice of them, once each, in order. Answers how many there were, and as many as were
-- asked for means that there may be more.
create or replace function audit.take_denials(_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  _position audit.positions;
  _denials identity.access_denials[];
  _count integer;
begin
  select * into strict _position from audit.positions where source = 'denials' for update;
  _denials := array(
    select denial from identity.denials_after(_position.reached, _limit) as denial order by denial.denial_ref
  );
  _count := cardinality(_denials);
  if _count = 0 then
    return 0;
  end if;

  with taken as (
    select * from unnest(_denials)
  ),
  named as (
    insert into audit.audit_event_ids (event_ref, occurred_at) select denial_ref, created_at from taken
  )
  insert into audit.audit_logs (
    event_ref, event_type, context, entity_type, actor_ref, actor_type, action, outcome, metadata, occurred_at, recorded_at
  )
  select denial_ref, 'access_denied', 'identity', 'route', caller_ref, audit.actor_type_of(caller_ref),
    coalesce(lower(method), 'prove'), 'DENIED',
    jsonb_strip_nulls(jsonb_build_object(
      'route', route, 'reason', reason, 'credential_ref', credential_ref, 'request_id', request_id,
      'more', nullif(more, 0)
    )),
    created_at, platform.moment()
  from taken
  order by denial_ref;

  update audit.positions
  set reached = _denials[_count].denial_ref, moved_at = clock_timestamp()
  where source = 'denials';
  return _count;
end
$$;

grant execute on function audit.take_denials(integer) to saku_app;
