-- A command that waits is refused at once where it could never be done for this caller.
create or replace function transactions.refuse_strangers(_command transactions.command)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _addresses transactions.address[];
  _refused record;
begin
  _command.n := 1;
  -- By itself, because it may free the reference that is looked for afterwards.
  _addresses := transactions.addresses_of(array[_command]);
  select * into _refused from transactions.early_refusals(array[_command], _addresses, null);
  if found then
    perform platform.refuse(_refused.code, _refused.fields);
  end if;
end
$$;
