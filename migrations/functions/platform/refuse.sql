-- Ends a command that a rule forbids, and undoes it. SK001 is the one SQLSTATE that means "expected": the message is a
-- code of the module's catalogue, the detail holds the fields that help the caller.
create or replace function platform.refuse(_code text, _fields jsonb default '{}')
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using errcode = 'SK001', message = _code, detail = _fields::text;
end
$$;
