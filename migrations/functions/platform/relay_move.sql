-- Moves relays from one position to the next, and tells which of them moved. One that stands elsewhere by now was moved by
-- somebody else, who has sent the same events.
create or replace function platform.relay_move(
  _relays text[], _sent bigint[], _from_xid xid8, _from_ref text, _to_xid xid8, _to_ref text
)
returns table (relay text)
language sql
security definer
set search_path = ''
as $$
  with moved as (
    update platform.relay_positions as position
    set transaction_xid = _to_xid, event_ref = _to_ref, moved_at = clock_timestamp()
    where position.relay = any (_relays) and position.transaction_xid = _from_xid and position.event_ref = _from_ref
    returning position.relay
  ), counted as (
    insert into platform.group_progress as progress (consumer_group, stripe, sent_events)
    select moved.relay, 0, sent
    from moved
    join unnest(_relays, _sent) as counts (relay, sent) on counts.relay = moved.relay
    where sent > 0
    on conflict (consumer_group, stripe) do update
    set sent_events = progress.sent_events + excluded.sent_events
  )
  select moved.relay from moved;
$$;

grant execute on function platform.relay_move(text[], bigint[], xid8, text, xid8, text) to saku_app;
