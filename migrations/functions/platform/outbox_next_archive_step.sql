-- What is to be done next about old months of the outbox, beginning with the oldest: copy a part, write the manifest, see that
-- the copy is whole, drop the data. Null when nothing is due. Asked again after anything that failed, it answers the same.
create or replace function platform.outbox_next_archive_step(_months_in_log integer, _months_after integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  -- Whatever is asked for: whoever speaks as the Worker takes no data away that consumers may still be sent.
  _months_at_least constant integer := 2;
  _archive platform.outbox_archives;
  _end record := platform.outbox_archive_end();
  _passed record := platform.passed_position();
  _next_at timestamptz;
  _step text;
begin
  perform pg_advisory_xact_lock(hashtextextended('platform.outbox_archives', 0));
  select created_at into _next_at
  from platform.outbox_events as outbox
  where (outbox.transaction_xid, outbox.event_ref) > (_end.transaction_xid, _end.event_ref::platform.ref)
    and (outbox.transaction_xid, outbox.event_ref) <= (_passed.transaction_xid, _passed.event_ref::platform.ref)
  order by outbox.transaction_xid, outbox.event_ref
  limit 1;
  select * into _archive
  from platform.outbox_archives
  where state in ('EXPORTING', 'EXPORTED')
    or state = 'DETACHED' and detached_at < clock_timestamp() - _months_after * interval '1 month'
  order by month
  limit 1;

  if not found then
    if _next_at is null or date_trunc('month', _next_at) + interval '1 month'
      > date_trunc('month', clock_timestamp()) - greatest(_months_in_log, _months_at_least) * interval '1 month' then
      return null;
    end if;
    insert into platform.outbox_archives (month, state, dropped_xid, dropped_ref, started_at)
    select greatest(date_trunc('month', _next_at), max(month) + interval '1 month'), 'EXPORTING', _end.transaction_xid,
      _end.event_ref, clock_timestamp()
    from platform.outbox_archives
    returning * into _archive;
  end if;

  _step := case
    when _archive.state = 'DETACHED' then 'DROP'
    when _archive.state = 'EXPORTED' then 'DETACH'
    when _next_at < _archive.month + interval '1 month' then 'COPY'
    when _next_at is not null then 'MANIFEST'
    -- What follows has not been passed by everybody, and may belong to the month.
  end;
  return case when _step is not null then jsonb_build_object(
    'step', _step, 'month', _archive.month,
    'part_no', (select coalesce(max(part_no), 0) + 1 from platform.outbox_archive_parts where month = _archive.month),
    'after', jsonb_build_object('xid', _end.transaction_xid::text, 'ref', _end.event_ref)
  ) end;
end
$$;

grant execute on function platform.outbox_next_archive_step(integer, integer) to saku_app;
