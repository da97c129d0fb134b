create or replace function audit.writing_lock()
returns bigint
language sql
immutable
set search_path = ''
as $$
  select hashtextextended('audit.audit_logs', 0);
$$;
