-- A denial stays for four hundred days, for whoever audits a year at its end, and only then may it go.
create or replace function identity.refuse_early_removal()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if old.created_at > clock_timestamp() - interval '400 days' then
    raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op
      using errcode = 'restrict_violation', hint = 'A denial is kept for four hundred days.';
  end if;
  return old;
end
$$;

create or replace trigger kept_long_enough before delete on identity.access_denials
  for each row execute function identity.refuse_early_removal();
