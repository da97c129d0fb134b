-- Writes down a batch of events, each once: the entries commit with the positions that say so.
create or replace function audit.consume(_events json)
returns json
language plpgsql
security definer
set search_path = ''
as $$
declare
  _taken platform.published_event[] := platform.admit_events('audit', _events);
begin
  with told as materialized (
    select * from audit.told_values(_taken)
  ),
  named as (
    insert into audit.audit_event_ids (event_ref, occurred_at) select event_ref, occurred_at from told order by event_ref
  )
  insert into audit.audit_logs (
    event_ref, event_type, context, entity_type, entity_ref, actor_ref, actor_type, action, outcome, old_values,
    new_values, metadata, trace_id, occurred_at, recorded_at
  )
  select event_ref, event_type, audit.context_of(aggregate_type), aggregate_type, aggregate_ref, actor_ref,
    case when is_of_system then 'SYSTEM' else audit.actor_type_of(actor_ref) end,
    split_part(event_type, '.', 2), case when event_type like '%failed' then 'FAILED' else 'DONE' end,
    case when before is not null then audit.changed_values(before, told) end, told, jsonb_build_object('sequence', sequence),
    case when octet_length(traceparent) = 55 then substr(traceparent, 4, 32) end,
    date_trunc('milliseconds', occurred_at), platform.moment()
  from told
  order by place;
  return json_build_object('entries', cardinality(_taken));
end
$$;

grant execute on function audit.consume(json) to saku_app;
