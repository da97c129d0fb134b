-- Drops the data of a month's events, so many at once; what it was, its copy tells. That they happened, and as which of their
-- things' events, stays: by that a missing event is found. Nothing younger goes, up to wherever somebody says that it was
-- copied. Answers whether all of it is gone.
create or replace function platform.outbox_drop_month(_month date, _limit integer)
returns boolean
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  _archive platform.outbox_archives;
  _until platform.outbox_archive_parts;
  _last record;
begin
  select * into _archive from platform.outbox_archives where month = _month and state = 'DETACHED' for update;
  if not found then
    raise exception 'The copy of % was not seen to be whole.', _month using errcode = 'object_not_in_prerequisite_state';
  end if;
  select * into strict _until from platform.outbox_archive_parts where month = _month order by part_no desc limit 1;

  with slice as materialized (
    select outbox.transaction_xid, outbox.event_ref
    from platform.outbox_events as outbox
    where (outbox.transaction_xid, outbox.event_ref) > (_archive.dropped_xid, _archive.dropped_ref)
      and (outbox.transaction_xid, outbox.event_ref) <= (_until.last_xid, _until.last_ref)
    order by outbox.transaction_xid, outbox.event_ref
    limit _limit
  ), emptied as (
    update platform.outbox_events as outbox
    set payload = null
    from slice
    where (outbox.transaction_xid, outbox.event_ref) = (slice.transaction_xid, slice.event_ref)
      and outbox.created_at < _month + interval '1 month'
  )
  select * into _last from slice order by transaction_xid desc, event_ref desc limit 1;

  update platform.outbox_archives
  set dropped_xid = coalesce(_last.transaction_xid, dropped_xid), dropped_ref = coalesce(_last.event_ref, dropped_ref),
    state = case when _last.transaction_xid is null then 'DROPPED' else state end
  where month = _month
  returning * into _archive;
  return _archive.state = 'DROPPED';
end
$$;

grant execute on function platform.outbox_drop_month(date, integer) to saku_app;
