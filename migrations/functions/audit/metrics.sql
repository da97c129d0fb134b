-- How far the log is behind: what no seal covers yet, how old the last seal is, and what was denied and not taken over.
create or replace function audit.metrics()
returns json
language sql
stable
security definer
set search_path = ''
as $$
  select json_build_object(
    'unsealed', (
      select count(*)
      from (
        select from audit.audit_logs
        where log_id > coalesce((select until_log_id from audit.seals order by seal_no desc limit 1), 0)
        limit 100000
      ) as unsealed
    ),
    'seals', coalesce((select seal_no from audit.seals order by seal_no desc limit 1), 0),
    'sealed_at_s', (select extract(epoch from sealed_at) from audit.seals order by seal_no desc limit 1),
    'denials_waiting', (
      select count(*) from identity.denials_after((select reached from audit.positions where source = 'denials'), 10000)
    ),
    'in_default_partition', (select count(*) from (select from audit.audit_logs_default limit 10000) as misplaced)
  );
$$;

grant execute on function audit.metrics() to saku_app;
