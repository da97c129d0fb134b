-- Notes an object that a part of a month was copied into. Whoever copied the same part at the same time has written the same.
create or replace function audit.keep_part(_part jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into audit.archive_parts (month, part_no, object_key, content_hash, bytes, entries, last_log_id)
  select (_part ->> 'month')::date, (_part ->> 'part_no')::integer, _part ->> 'object_key',
    decode(_part ->> 'content_hash', 'hex'), (_part ->> 'bytes')::bigint, (_part ->> 'entries')::integer,
    (_part ->> 'last_log_id')::bigint
  on conflict do nothing;
$$;

grant execute on function audit.keep_part(jsonb) to saku_app;
