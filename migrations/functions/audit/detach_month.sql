-- Takes a month that is copied out of the log, in one commit: it can still be read among the archived ones. If the month
-- has grown since it was copied, what came late is copied first.
create or replace function audit.detach_month(_month date)
returns boolean
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  _archive audit.archives;
  _name text := audit.partition_of(_month);
begin
  select * into strict _archive from audit.archives where month = _month and state = 'EXPORTED' for update;
  -- From here on nobody writes into the month.
  execute format('lock table audit.%I in share row exclusive mode', _name);
  if exists (
    select from audit.audit_logs
    where occurred_at >= _month and occurred_at < _month + interval '1 month'
      and log_id > (select until_log_id from audit.seals where seal_no = _archive.last_seal_no)
  ) then
    update audit.archives
    set state = 'EXPORTING', manifest_key = null, manifest_hash = null, exported_at = null,
      last_seal_no = (select max(seal_no) from audit.seals where seals.month = _month),
      entries = (select sum(seals.entries) from audit.seals where seals.month = _month)
    where month = _month;
    return false;
  end if;

  execute format('alter table audit.audit_logs detach partition audit.%I', _name);
  execute format(
    'alter table audit.audit_logs_archived attach partition audit.%I for values from (%L) to (%L)',
    _name, _month::timestamptz, _month + interval '1 month'
  );
  update audit.archives set state = 'DETACHED', detached_at = clock_timestamp() where month = _month;
  return true;
end
$$;

grant execute on function audit.detach_month(date) to saku_app;
