-- No entry goes without its hash, whoever writes it.
create or replace function audit.hash_entry()
returns trigger
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  new.entry_hash := audit.hash_of(to_jsonb(new));
  return new;
end
$$;

create or replace trigger hash_entry before insert on audit.audit_logs
  for each row execute function audit.hash_entry();
