-- Reads events as they were sent, each once. One that was too large for a message comes without its data, which then is
-- where it always was.
create or replace function platform.read_events(_events json)
returns platform.published_event[]
language sql
stable
set search_path = ''
as $$
  select coalesce(
    array_agg(
      row(
        id, type, aggregatetype, subject, sequence, "time", traceparent, attempt,
        coalesce(data, (
          select payload
          from platform.outbox_events as outbox
          where (outbox.aggregate_ref, outbox.sequence, outbox.aggregate_type)
            = (sent.subject, sent.sequence, sent.aggregatetype)
        ))
      )::platform.published_event
      order by subject, aggregatetype, sequence
    ),
    '{}'
  )
  from (
    select distinct on (subject, aggregatetype, sequence) *
    from json_to_recordset(_events) as event (
      id text, type text, aggregatetype text, subject text, sequence bigint, "time" timestamptz, traceparent text,
      attempt integer, data json
    )
    order by subject, aggregatetype, sequence, attempt desc nulls last
  ) as sent;
$$;
