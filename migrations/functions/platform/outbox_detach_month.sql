-- Every object of a month's copy was seen to be there: from now on its data may go.
create or replace function platform.outbox_detach_month(_month date)
returns void
language sql
security definer
set search_path = ''
as $$
  update platform.outbox_archives
  set state = 'DETACHED', detached_at = clock_timestamp()
  where month = _month and state = 'EXPORTED';
$$;

grant execute on function platform.outbox_detach_month(date) to saku_app;
