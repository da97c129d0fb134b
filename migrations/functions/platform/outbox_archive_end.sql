-- Where the copies of the outbox end: its next event was never copied.
create or replace function platform.outbox_archive_end(out transaction_xid xid8, out event_ref text)
language sql
stable
set search_path = ''
as $$
  select last_xid, last_ref::text
  from (
    select last_xid, last_ref from platform.outbox_archive_parts
    union all
    select '0', repeat('0', 26)
  ) as ends
  order by last_xid desc, last_ref desc
  limit 1;
$$;
