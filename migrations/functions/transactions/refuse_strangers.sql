-- A command that waits is refused at once where it could never be done for this caller.
create or replace function transactions.refuse_strangers(_command transactions.command)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _refused record;
begin
  _command.n := 1;
  select * into _refused
  from transactions.early_refusals(array[_command], transactions.addresses_of(array[_command]), null);
  if found then
    perform platform.refuse(_refused.code, _refused.fields);
  end if;
end
$$;
