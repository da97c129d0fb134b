-- The name of a month's partition.
create or replace function audit.partition_of(_month date)
returns text
language sql
immutable
set search_path = ''
as $$
  select 'audit_logs_' || to_char(_month::timestamp, 'YYYY_MM');
$$;
