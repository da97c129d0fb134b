-- Writes an event as it was sent: the CloudEvent that platform.read_events reads.
create or replace function platform.sent_event(_event platform.published_event)
returns json
language sql
stable
set search_path = ''
as $$
  select platform.cloud_event(
    (_event).event_ref, (_event).event_type, (_event).aggregate_type, (_event).aggregate_ref, (_event).sequence,
    (_event).occurred_at, (_event).traceparent, (_event).data
  );
$$;
