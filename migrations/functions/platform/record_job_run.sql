create or replace function platform.record_job_run(
  _job text, _started_at timestamptz, _is_clean boolean, _findings jsonb
)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into platform.job_runs (job, started_at, finished_at, is_clean, findings)
  values (_job, _started_at, greatest(clock_timestamp(), _started_at), _is_clean, _findings);
$$;

grant execute on function platform.record_job_run(text, timestamptz, boolean, jsonb) to saku_app;
