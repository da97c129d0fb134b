create or replace function readmodels.find_projection(_name text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _projection readmodels.projections;
begin
  select * into _projection from readmodels.projections where name = _name;
  if not found then
    perform platform.refuse('projection_not_found', jsonb_build_object('projection', _name));
  end if;
  return readmodels.projection_view(_projection);
end
$$;

grant execute on function readmodels.find_projection(text) to saku_app;
