-- Notes how far the recount that goes round has come; zero begins anew.
create or replace function audit.move_recount(_seal_no bigint)
returns void
language sql
security definer
set search_path = ''
as $$
  update audit.positions set reached = _seal_no::text, moved_at = clock_timestamp() where source = 'recount';
$$;

grant execute on function audit.move_recount(bigint) to saku_app;
