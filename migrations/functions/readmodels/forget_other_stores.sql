-- Forgets what stores are to be told that nobody keeps any more.
create or replace function readmodels.forget_other_stores(_stores text[])
returns void
language sql
security definer
set search_path = ''
as $$
  delete from readmodels.late_copies where store <> all (_stores);
$$;

grant execute on function readmodels.forget_other_stores(text[]) to saku_app;
