-- Compares the next part of the outbox with what a group has taken or parked. Only events that are old enough that whatever
-- was under way has arrived; what is missing then was lost on its way, or was there before the group. The answer is one row,
-- so the part ends where what is missing in it gets too large for one.
create or replace function platform.sweep_events(_group text, _types text[], _limit integer)
returns json
language plpgsql
security definer
set search_path = ''
as $$
declare
  _from platform.relay_positions;
  _reply json;
begin
  insert into platform.relay_positions (relay) values ('sweep:' || _group) on conflict do nothing;
  select * into _from from platform.relay_positions where relay = 'sweep:' || _group;

  with slice as (
    select outbox.*, bool_and(created_at < clock_timestamp() - interval '5 minutes') over (
      order by transaction_xid, event_ref
    ) as is_due
    from (
      select *
      from platform.outbox_events
      where (transaction_xid, event_ref) > (_from.transaction_xid, _from.event_ref)
        and transaction_xid < pg_snapshot_xmin(pg_current_snapshot())
      order by transaction_xid, event_ref
      limit _limit
    ) as outbox
  ), judged as (
    select transaction_xid, event_ref, case when is_missing then platform.cloud_event(
      event_ref, event_type, aggregate_type, aggregate_ref, sequence, created_at, traceparent, payload
    )::text end as missing
    from slice
    cross join lateral (
      select (_types is null or aggregate_type = any (_types))
        and not exists (
          select from platform.inbox_positions as position
          where position.consumer_group = _group and position.aggregate_ref = slice.aggregate_ref
            and position.aggregate_type = slice.aggregate_type and position.sequence >= slice.sequence
        )
        and not exists (
          select from platform.parked_events as parked
          where parked.consumer_group = _group and parked.aggregate_ref = slice.aggregate_ref
            and parked.aggregate_type = slice.aggregate_type and parked.sequence = slice.sequence
        ) as is_missing
    ) as known
    where is_due
  ), told as materialized (
    select *
    from (
      select *, sum(coalesce(octet_length(missing), 0)) over (order by transaction_xid, event_ref)
        - coalesce(octet_length(missing), 0) as bytes_before
      from judged
    ) as measured
    where bytes_before < 4_000_000
  ), last as (
    select transaction_xid, event_ref from told order by transaction_xid desc, event_ref desc limit 1
  )
  select json_build_object(
    'from', json_build_object('xid', _from.transaction_xid::text, 'ref', _from.event_ref),
    'to', (select json_build_object('xid', transaction_xid::text, 'ref', event_ref) from last),
    'examined', (select count(*) from told),
    'missing', (
      select coalesce(json_agg(missing order by transaction_xid, event_ref), '[]') from told where missing is not null
    )
  )
  into _reply;
  return _reply;
end
$$;

grant execute on function platform.sweep_events(text, text[], integer) to saku_app;
