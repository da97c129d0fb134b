-- The job is done: whoever comes next need not wait for the end of the lease.
create or replace function platform.give_back_lease(_job text, _holder text)
returns void
language sql
security definer
set search_path = ''
as $$
  delete from platform.job_leases where job = _job and holder = _holder;
$$;

grant execute on function platform.give_back_lease(text, text) to saku_app;
