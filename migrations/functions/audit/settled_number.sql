-- The greatest number up to which no entry can come any more: all that were taken are written or given up.
create or replace function audit.settled_number()
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- Until the end of this call only: writers wait for as long as the slowest of them takes to commit.
  perform pg_advisory_xact_lock(audit.writing_lock());
  return (select case when is_called then last_value else 0 end from audit.log_ids);
end
$$;

grant execute on function audit.settled_number() to saku_app;
