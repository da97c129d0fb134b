-- The time, as it is stored and shown: whole milliseconds, so that what a reader sees compares equal with what is kept.
create or replace function platform.moment()
returns timestamptz
language sql
volatile
as $$
  select date_trunc('milliseconds', clock_timestamp());
$$;
