-- What a month's copy consists of, and the seal that vouches for it.
create or replace function audit.manifest_of(_month date)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'month', to_char(archives.month::timestamp, 'YYYY-MM'), 'entries', archives.entries,
    'first_seal_no', (select min(seal_no) from audit.seals where seals.month = _month),
    'last_seal_no', last_seal_no,
    'last_seal_hash', (select encode(seal_hash, 'hex') from audit.seals where seal_no = last_seal_no),
    'parts', (
      select jsonb_agg(jsonb_build_object(
        'object_key', object_key, 'sha256', encode(content_hash, 'hex'), 'bytes', bytes, 'entries', parts.entries
      ) order by part_no)
      from audit.archive_parts as parts
      where parts.month = _month
    )
  )
  from audit.archives
  where archives.month = _month;
$$;

grant execute on function audit.manifest_of(date) to saku_app;
