-- The last seal that the recount that goes round has looked at.
create or replace function audit.recount_position()
returns bigint
language sql
stable
security definer
set search_path = ''
as $$
  select reached::bigint from audit.positions where source = 'recount';
$$;

grant execute on function audit.recount_position() to saku_app;
