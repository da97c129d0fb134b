-- The oldest month that has a partition in the log and ended so many months ago; null when there is none. One in which
-- nothing was written has nothing to copy, and would stand before all later ones for ever.
create or replace function audit.oldest_month(_months_in_log integer)
returns date
language sql
stable
set search_path = ''
set timezone = 'UTC'
as $$
  select min(month)
  from (
    select to_date(substring(relname from 'audit_logs_(\d{4}_\d{2})$'), 'YYYY_MM') as month
    from pg_catalog.pg_inherits
    join pg_catalog.pg_class on pg_class.oid = inhrelid
    where inhparent = 'audit.audit_logs'::regclass
  ) as partition
  where exists (select from audit.seals where seals.month = partition.month)
    and month + interval '1 month' <= date_trunc('month', clock_timestamp()) - _months_in_log * interval '1 month';
$$;
