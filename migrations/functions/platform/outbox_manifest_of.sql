-- What a month's copy consists of.
create or replace function platform.outbox_manifest_of(_month date)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'month', to_char(_month::timestamp, 'YYYY-MM'), 'entries', sum(entries),
    'parts', jsonb_agg(jsonb_build_object(
      'object_key', object_key, 'sha256', encode(content_hash, 'hex'), 'bytes', bytes, 'entries', entries,
      'last_ref', last_ref
    ) order by part_no)
  )
  from platform.outbox_archive_parts
  where month = _month;
$$;

grant execute on function platform.outbox_manifest_of(date) to saku_app;
