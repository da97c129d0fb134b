-- Drops a month that has been out of the log long enough, and before that, in slices, the ids that kept it unique. Answers
-- whether it is gone. Only the copy is left then, and the seals over it.
create or replace function audit.drop_month(_month date, _limit integer)
returns boolean
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  _forgotten integer;
begin
  perform from audit.archives where month = _month and state = 'DETACHED' for update;
  if not found then
    raise exception 'The month % is not out of the log.', _month using errcode = 'object_not_in_prerequisite_state';
  end if;
  delete from audit.audit_event_ids
  where event_ref in (
    select event_ref
    from audit.audit_event_ids
    -- A ref is made shortly before what it names; what was made earlier stays, and costs its few bytes.
    where event_ref >= platform.earliest_ref(_month - interval '1 day')
      and event_ref < platform.earliest_ref(_month + interval '1 month 1 day')
      and occurred_at >= _month and occurred_at < _month + interval '1 month'
    limit _limit
  );
  get diagnostics _forgotten = row_count;
  if _forgotten = _limit then
    return false;
  end if;

  execute format('drop table audit.%I', audit.partition_of(_month));
  update audit.archives set state = 'DROPPED', dropped_at = clock_timestamp() where month = _month;
  return true;
end
$$;

grant execute on function audit.drop_month(date, integer) to saku_app;
