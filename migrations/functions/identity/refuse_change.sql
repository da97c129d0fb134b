-- What was done and what was denied is history. Whoever tries to change it is told so, whatever rights they have.
create or replace function identity.refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation', hint = 'Write another row that tells what is so now.';
end
$$;

create or replace trigger append_only before update or delete or truncate on identity.user_activity_logs
  for each statement execute function identity.refuse_change();
create or replace trigger append_only before update or truncate on identity.access_denials
  for each statement execute function identity.refuse_change();
