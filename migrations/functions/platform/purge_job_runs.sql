-- Forgets runs of jobs that ended longer ago than anybody asks for them, but never the last of a job, nor one that found
-- something. So many at once; answers how many are gone.
create or replace function platform.purge_job_runs(_at_most integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  _kept_for constant interval := '30 days';
  _purged integer;
begin
  delete from platform.job_runs
  where id in (
    select id
    from platform.job_runs as run
    where started_at < clock_timestamp() - _kept_for and is_clean
      and exists (select from platform.job_runs as later where later.job = run.job and later.started_at > run.started_at)
    limit _at_most
  );
  get diagnostics _purged = row_count;
  return _purged;
end
$$;

grant execute on function platform.purge_job_runs(integer) to saku_app;
