-- Up to where every relay and every sweep has come: what stands there or before it, nobody reads any more in its order.
create or replace function platform.passed_position(out transaction_xid xid8, out event_ref text)
language sql
stable
set search_path = ''
as $$
  select least.transaction_xid, least.event_ref::text
  from (
    select position.transaction_xid, position.event_ref from platform.relay_positions as position
    union all
    -- A group whose sweep has not begun has been compared with nothing.
    select '0', repeat('0', 26)
    from platform.relay_positions as relay
    where relay not like 'sweep:%'
      and not exists (select from platform.relay_positions as sweep where sweep.relay = 'sweep:' || relay.relay)
    union all
    select '0', repeat('0', 26) where not exists (select from platform.relay_positions)
  ) as least
  order by least.transaction_xid, least.event_ref
  limit 1;
$$;
