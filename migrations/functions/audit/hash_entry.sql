-- No entry goes without its hash, whoever writes it. The time zone is set only where it is another: doing so for each row
-- costs more than the hash.
create or replace function audit.hash_entry()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_setting('timezone') <> 'UTC' then
    perform set_config('timezone', 'UTC', true);
  end if;
  new.entry_hash := audit.hash_of(to_jsonb(new));
  return new;
end
$$;

create or replace trigger hash_entry before insert on audit.audit_logs
  for each row execute function audit.hash_entry();
