-- Writers hold this lock together, from before they take their numbers until their commit. Whoever seals takes it alone
-- for a moment, and knows then that every number up to the last one is decided. No writer waits for another.
create or replace function audit.share_writing()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock_shared(audit.writing_lock());
  return null;
end
$$;

create or replace trigger share_writing before insert on audit.audit_logs
  for each statement execute function audit.share_writing();
