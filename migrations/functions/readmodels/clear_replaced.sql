-- Empties generations that were replaced so long ago that nobody reads them any more. Where somebody is in the way it is done
-- the next time: whoever came after this would wait behind it.
create or replace function readmodels.clear_replaced()
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
declare
  _name text;
  _replaced smallint;
begin
  for _name, _replaced in
    select name, 1 - generation
    from readmodels.projections
    -- Queries of the application end after fourteen seconds.
    where building is null and finished_at < clock_timestamp() - interval '1 minute'
      and exists (
        select
        from unnest(readmodels.tables_of(name)) as table_name
        where pg_relation_size(format('readmodels.%I', table_name || '_' || (1 - generation))::regclass) > 0
      )
    order by name
    for update skip locked
  loop
    perform readmodels.clear_generation(_name, _replaced);
  end loop;
exception
  when lock_not_available then null;
end
$$;

grant execute on function readmodels.clear_replaced() to saku_app;
