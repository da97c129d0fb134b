-- Nobody has to decide any more: it went on by itself.
create or replace function payments.pass_case(_subject_ref text, _kind text)
returns void
language sql
security definer
set search_path = ''
as $$
  update payments.cases
  set closed_at = platform.moment(), resolution = 'PASSED'
  where subject_ref = _subject_ref and kind = _kind and closed_at is null;
$$;

grant execute on function payments.pass_case(text, text) to saku_app;
