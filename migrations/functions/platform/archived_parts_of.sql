-- The objects in which the data of these events lies, of those whose data has left the outbox.
create or replace function platform.archived_parts_of(_events json)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select platform.archived_parts(array(
    select outbox
    from json_to_recordset(_events) as sent (subject text, sequence bigint, aggregatetype text)
    join platform.outbox_events as outbox
      on (outbox.aggregate_ref, outbox.sequence, outbox.aggregate_type) = (sent.subject, sent.sequence, sent.aggregatetype)
    where outbox.payload is null
  ));
$$;

grant execute on function platform.archived_parts_of(json) to saku_app;
