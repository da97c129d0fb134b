-- Leaves something to a person, once for as long as it stays open. What somebody has put aside as it is stays aside.
create or replace function payments.open_case(_kind text, _subject_ref text, _fault jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into payments.cases (case_ref, kind, subject_ref, fault, opened_at)
  select platform.new_ref(), _kind, _subject_ref, _fault, platform.moment()
  where not exists (
    select
    from payments.cases
    where subject_ref = _subject_ref and kind = _kind and resolution = 'DISMISS' and fault = _fault
  )
  on conflict (subject_ref, kind) where closed_at is null do update set fault = excluded.fault;
$$;

grant execute on function payments.open_case(text, text, jsonb) to saku_app;
