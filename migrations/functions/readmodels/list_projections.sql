create or replace function readmodels.list_projections()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_agg(readmodels.projection_view(projection) order by name) from readmodels.projections as projection;
$$;

grant execute on function readmodels.list_projections() to saku_app;
