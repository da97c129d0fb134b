-- Gives the outbox places that this cluster can go on from, after a dump was restored into it: an event's place is the number
-- of the transaction that wrote it, and a new cluster counts its own from the beginning. What was archived stays in the
-- order of its copies. Relays go on after what is there; sweeps compare all of it with what each group has taken, and hand
-- over what was on its way. Only the owner may, while nothing else runs. Answers how many events there are.
create or replace function platform.rebase_outbox()
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  _first_number constant bigint := 3;
  _last_ref constant platform.ref := '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';
  _parts bigint := (select count(*) from platform.outbox_archive_parts);
  _moved bigint;
begin
  if pg_current_xact_id()::text::bigint <= _first_number + _parts then
    raise exception 'This cluster has counted % transactions, and the copies of old events need %.',
      pg_current_xact_id(), _first_number + _parts + 1
      using hint = 'Let it count on with "select pg_current_xact_id()", once for each that is missing, and do this again.';
  end if;
  lock table platform.outbox_events, platform.relay_positions, platform.outbox_archive_parts in exclusive mode;

  create temporary table new_places on commit drop as
  select (_first_number + row_number() over (order by last_xid, last_ref) - 1)::text::xid8 as place, last_xid, last_ref
  from platform.outbox_archive_parts;
  create index on pg_temp.new_places (last_xid, last_ref);

  update platform.outbox_events as outbox
  set transaction_xid = coalesce((
    select place
    from pg_temp.new_places as part
    where (last_xid, last_ref) >= (outbox.transaction_xid, outbox.event_ref)
    order by last_xid, last_ref
    limit 1
  ), (_first_number + _parts)::text::xid8);
  get diagnostics _moved = row_count;

  update platform.outbox_archive_parts as part
  set last_xid = place, last_ref = _last_ref
  from pg_temp.new_places as moved
  where (part.last_xid, part.last_ref) = (moved.last_xid, moved.last_ref);
  -- Data is dropped up to the end of a part; a month in the middle of that begins again.
  update platform.outbox_archives as archive set dropped_xid = '0', dropped_ref = repeat('0', 26);
  update platform.relay_positions
  set transaction_xid = case when relay like 'sweep:%' then '0' else (_first_number + _parts)::text end::xid8,
    event_ref = case when relay like 'sweep:%' then repeat('0', 26) else _last_ref end, moved_at = clock_timestamp();
  return _moved;
end
$$;
