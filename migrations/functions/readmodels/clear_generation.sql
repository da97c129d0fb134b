-- Empties the generation of a projection that nobody reads.
create or replace function readmodels.clear_generation(_name text, _generation smallint)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _table text;
begin
  foreach _table in array readmodels.tables_of(_name) loop
    execute format('truncate readmodels.%I', _table || '_' || _generation);
  end loop;
end
$$;
