-- Forgets what a store has been told by now. What was noted again meanwhile is told again.
create or replace function readmodels.forget_late_copies(_store text, _late json)
returns void
language sql
security definer
set search_path = ''
as $$
  delete from readmodels.late_copies as kept
  using json_to_recordset(_late) as told (kind text, ref text, noted_at timestamptz)
  where kept.store = _store and kept.kind = told.kind and kept.ref = told.ref and kept.noted_at = told.noted_at;
$$;

grant execute on function readmodels.forget_late_copies(text, json) to saku_app;
