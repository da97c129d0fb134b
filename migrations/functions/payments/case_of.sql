-- A case, or null where there is none.
create or replace function payments.case_of(_case_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select payments.case_view(cases) from payments.cases where case_ref = _case_ref;
$$;

grant execute on function payments.case_of(text) to saku_app;
