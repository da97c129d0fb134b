-- The log is history. Whoever tries to change it is told so, whatever rights they have; who gets round this is found by
-- the seals.
create or replace function audit.refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;

-- For each row, because Postgres hands such triggers on to the partitions.
create or replace trigger append_only before update or delete on audit.audit_logs
  for each row execute function audit.refuse_change();
create or replace trigger append_only before update or delete on audit.audit_logs_archived
  for each row execute function audit.refuse_change();
create or replace trigger append_only_whole before truncate on audit.audit_logs
  for each statement execute function audit.refuse_change();
create or replace trigger append_only before update or delete on audit.seals
  for each row execute function audit.refuse_change();
create or replace trigger append_only_whole before truncate on audit.seals
  for each statement execute function audit.refuse_change();
