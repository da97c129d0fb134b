-- Notes an object that a part of a month was copied into. Whoever copied the same part at the same time may have found more
-- or less to copy: what was noted first counts, and the other's object is nobody's.
create or replace function platform.outbox_keep_part(_part jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into platform.outbox_archive_parts (
    month, part_no, object_key, content_hash, bytes, entries, last_xid, last_ref
  )
  select (_part ->> 'month')::date, (_part ->> 'part_no')::integer, _part ->> 'object_key',
    decode(_part ->> 'content_hash', 'hex'), (_part ->> 'bytes')::bigint, (_part ->> 'entries')::integer,
    (_part ->> 'last_xid')::xid8, _part ->> 'last_ref'
  on conflict do nothing;
$$;

grant execute on function platform.outbox_keep_part(jsonb) to saku_app;
