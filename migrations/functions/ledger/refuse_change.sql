-- Journals and entries are history. Whoever tries to change it is told so, whatever rights they have.
create or replace function ledger.refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation', hint = 'Post a reversal instead.';
end
$$;

create or replace trigger append_only before update or delete or truncate on ledger.journals
  for each statement execute function ledger.refuse_change();
create or replace trigger append_only before update or delete or truncate on ledger.entries
  for each statement execute function ledger.refuse_change();
