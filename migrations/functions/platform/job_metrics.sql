-- The last run of each job: when, how long, and whether it found everything in order. One look a job, however many runs
-- there are.
create or replace function platform.job_metrics()
returns json
language sql
stable
security definer
set search_path = ''
as $$
  with recursive names as (
    (select job from platform.job_runs order by job limit 1)
    union all
    select (select job from platform.job_runs where job_runs.job > names.job order by job limit 1)
    from names
    where names.job is not null
  )
  select coalesce(json_agg(json_build_object(
    'job', names.job,
    'is_clean', is_clean,
    'finished_at_s', extract(epoch from finished_at),
    'duration_s', extract(epoch from finished_at - started_at)
  ) order by names.job), '[]')
  from names
  cross join lateral (
    select * from platform.job_runs where job_runs.job = names.job order by started_at desc limit 1
  ) as last
  where names.job is not null;
$$;

grant execute on function platform.job_metrics() to saku_app;
