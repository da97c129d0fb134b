-- What is to be done next about old months, beginning with the oldest: copy a part, write the manifest, take the month out
-- of the log, drop it. Null when nothing is due. Asked again after anything that failed, it answers the same.
create or replace function audit.next_archive_step(_months_in_log integer, _months_after integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  -- Whatever is asked for: whoever speaks as the Worker takes no month out that auditors still want to read here.
  _months_at_least constant integer := 12;
  _archive audit.archives;
  _month date;
  _seals record;
  _parts record;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit.archives', 0));
  select * into _archive
  from audit.archives
  where state in ('EXPORTING', 'EXPORTED')
    or state = 'DETACHED' and detached_at < clock_timestamp() - _months_after * interval '1 month'
  order by month
  limit 1;

  if not found then
    _month := audit.oldest_month(greatest(_months_in_log, _months_at_least));
    select max(seal_no) as seal_no, sum(entries) as entries, max(until_log_id) as until_log_id
    into _seals
    from audit.seals where month = _month;
    -- What is not sealed yet cannot be vouched for in a copy; the next seal is a minute away.
    if _month is null or _seals.seal_no is null or exists (
      select from audit.audit_logs
      where occurred_at >= _month and occurred_at < _month + interval '1 month' and log_id > _seals.until_log_id
    ) then
      return null;
    end if;
    insert into audit.archives (month, state, last_seal_no, entries, started_at)
    values (_month, 'EXPORTING', _seals.seal_no, _seals.entries, clock_timestamp())
    returning * into _archive;
  end if;

  select coalesce(max(part_no), 0) as part_no, coalesce(sum(entries), 0) as entries,
    coalesce(max(last_log_id), 0) as last_log_id
  into _parts
  from audit.archive_parts where month = _archive.month;
  return jsonb_build_object(
    'step', case
      when _archive.state = 'EXPORTING' and _parts.entries < _archive.entries then 'COPY'
      when _archive.state = 'EXPORTING' then 'MANIFEST'
      when _archive.state = 'EXPORTED' then 'DETACH'
      else 'DROP'
    end,
    'month', _archive.month, 'part_no', _parts.part_no + 1, 'after', _parts.last_log_id
  );
end
$$;

grant execute on function audit.next_archive_step(integer, integer) to saku_app;
