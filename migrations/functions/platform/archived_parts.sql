-- The objects in which the data of these events lies, with the refs of those events. Each object ends where the next begins.
create or replace function platform.archived_parts(_events platform.outbox_events[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'object_key', object_key, 'sha256', encode(content_hash, 'hex'), 'event_refs', event_refs
  ) order by object_key), '[]')
  from (
    select part.object_key, part.content_hash, jsonb_agg(event.event_ref) as event_refs
    from unnest(_events) as event
    cross join lateral (
      select object_key, content_hash
      from platform.outbox_archive_parts
      where (last_xid, last_ref) >= (event.transaction_xid, event.event_ref)
      order by last_xid, last_ref
      limit 1
    ) as part
    where event.payload is null
    group by part.object_key, part.content_hash
  ) as needed;
$$;
