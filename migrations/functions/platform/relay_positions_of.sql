-- How far these relays have come. One that has not begun begins before the first event.
create or replace function platform.relay_positions_of(_relays text[])
returns table (relay text, transaction_xid text, event_ref text)
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into platform.relay_positions (relay)
  select new_relay from unnest(_relays) as new_relay order by new_relay
  on conflict do nothing;

  return query
    select position.relay, position.transaction_xid::text, position.event_ref::text
    from platform.relay_positions as position
    where position.relay = any (_relays);
end
$$;

grant execute on function platform.relay_positions_of(text[]) to saku_app;
