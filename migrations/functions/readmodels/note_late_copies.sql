-- Notes what a store was not told. What it is told later is what the things are then, so a thing is noted once.
create or replace function readmodels.note_late_copies(_store text, _report json)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into readmodels.late_copies (store, kind, ref, noted_at)
  select _store, kind, ref, clock_timestamp()
  from readmodels.late_things(_store, _report)
  order by kind, ref
  on conflict (store, kind, ref) do update set noted_at = excluded.noted_at;
$$;

grant execute on function readmodels.note_late_copies(text, json) to saku_app;
