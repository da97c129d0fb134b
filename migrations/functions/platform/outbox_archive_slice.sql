-- The events of one part, one a line, as they were sent. Events about many legs are large, and a Worker has to hold the whole
-- part.
create or replace function platform.outbox_archive_slice(_month date, _after jsonb, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
  select jsonb_build_object(
    'entries', count(*),
    'last_xid', (array_agg(transaction_xid::text order by transaction_xid desc, event_ref desc))[1],
    'last_ref', (array_agg(event_ref order by transaction_xid desc, event_ref desc))[1],
    'lines', string_agg(line, E'\n' order by transaction_xid, event_ref)
  )
  from (
    select *, sum(octet_length(line)) over in_order - octet_length(line) as bytes_before,
      bool_and(created_at < _month + interval '1 month') over in_order as is_of_month
    from (
      select outbox.transaction_xid, outbox.event_ref, outbox.created_at, platform.cloud_event(
        outbox.event_ref, event_type, aggregate_type, aggregate_ref, sequence, outbox.created_at, traceparent, payload
      )::text as line
      from platform.passed_position() as passed
      join platform.outbox_events as outbox
        on (outbox.transaction_xid, outbox.event_ref) > ((_after ->> 'xid')::xid8, (_after ->> 'ref')::platform.ref)
        and (outbox.transaction_xid, outbox.event_ref) <= (passed.transaction_xid, passed.event_ref::platform.ref)
      order by outbox.transaction_xid, outbox.event_ref
      limit _limit
    ) as found
    window in_order as (order by transaction_xid, event_ref)
  ) as measured
  where is_of_month and bytes_before < 8_000_000;
$$;

grant execute on function platform.outbox_archive_slice(date, jsonb, integer) to saku_app;
