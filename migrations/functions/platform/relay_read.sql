-- The next events after a position, in the order of the outbox: so many, and no more than an answer may carry. Only those
-- below the horizon: whatever still runs may yet commit an event that stands before them, and would be passed over.
create or replace function platform.relay_read(_transaction_xid xid8, _event_ref text, _limit integer)
returns table (transaction_xid text, event_ref text, aggregate_type text, event text)
language sql
stable
security definer
set search_path = ''
as $$
  select transaction_xid::text, event_ref::text, aggregate_type, event
  from (
    select *, sum(octet_length(event)) over (order by transaction_xid, event_ref) - octet_length(event) as bytes_before
    from (
      select outbox.transaction_xid, outbox.event_ref, outbox.aggregate_type,
        platform.cloud_event(
          outbox.event_ref, event_type, outbox.aggregate_type, aggregate_ref, sequence, created_at, traceparent, payload
        )::text as event
      from platform.outbox_events as outbox
      where (outbox.transaction_xid, outbox.event_ref) > (_transaction_xid, _event_ref::platform.ref)
        and outbox.transaction_xid < pg_snapshot_xmin(pg_current_snapshot())
      order by outbox.transaction_xid, outbox.event_ref
      limit _limit
    ) as next
  ) as measured
  -- Neon answers ten megabytes at the most, and one event is far below that. src/platform/relay.ts knows the number too.
  where bytes_before < 4_000_000
  -- By the numbers: unqualified, these names would mean the texts above, and a hundred would come before ninety-nine.
  order by measured.transaction_xid, measured.event_ref;
$$;

grant execute on function platform.relay_read(xid8, text, integer) to saku_app;
