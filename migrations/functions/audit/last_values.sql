-- What the log was told last about a thing.
create or replace function audit.last_values(_entity_type text, _entity_ref text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select new_values
  from audit.audit_logs
  where entity_type = _entity_type and entity_ref = _entity_ref
  order by occurred_at desc, log_id desc
  limit 1;
$$;
