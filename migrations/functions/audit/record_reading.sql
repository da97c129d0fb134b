-- Writes down that somebody looked at what is kept for auditors: what is not written down is not shown.
create or replace function audit.record_reading(_reading jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into audit.audit_logs (
    event_ref, event_type, context, entity_type, actor_ref, actor_type, action, outcome, metadata, ip_address, user_agent,
    trace_id, occurred_at, recorded_at
  )
  select _reading ->> 'reading_ref', 'records_read', 'audit', 'route', _reading ->> 'caller_ref',
    audit.actor_type_of(_reading ->> 'caller_ref'), 'get', 'DONE',
    jsonb_strip_nulls(jsonb_build_object(
      'route', _reading ->> 'route', 'path', _reading ->> 'path', 'query', _reading -> 'query',
      'credential_ref', _reading ->> 'credential_ref', 'request_id', _reading ->> 'request_id'
    )),
    (_reading ->> 'ip_address')::inet, left(_reading ->> 'user_agent', 300), _reading ->> 'trace_id',
    platform.moment(), platform.moment();
$$;

grant execute on function audit.record_reading(jsonb) to saku_app;
