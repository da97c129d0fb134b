-- Lets a holder alone do a job for so many seconds, and its holder go on with it. Answers whether it may; whoever is lost
-- with a job holds it until its end, and no longer.
create or replace function platform.take_lease(_job text, _holder text, _seconds integer)
returns boolean
language sql
security definer
set search_path = ''
as $$
  with taken as (
    insert into platform.job_leases as lease (job, holder, ends_at)
    values (_job, _holder, clock_timestamp() + make_interval(secs => _seconds))
    on conflict (job) do update set holder = excluded.holder, ends_at = excluded.ends_at
    where lease.holder = excluded.holder or lease.ends_at <= clock_timestamp()
    returning 1
  )
  select exists (select from taken);
$$;

grant execute on function platform.take_lease(text, text, integer) to saku_app;
