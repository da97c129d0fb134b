-- Announces a fact in the commit that made it.
create or replace function platform.append_event(
  _intent jsonb, _event_type text, _aggregate_type text, _aggregate_ref text, _sequence bigint, _payload jsonb
)
returns void
language sql
set search_path = ''
as $$
  insert into platform.outbox_events (
    event_ref, event_type, aggregate_type, aggregate_ref, sequence, payload, traceparent
  )
  values (
    _intent ->> 'event_ref', _event_type, _aggregate_type, _aggregate_ref, _sequence, _payload, _intent ->> 'traceparent'
  );
$$;
