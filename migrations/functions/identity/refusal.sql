-- A refusal that has something to remember: it is answered instead of raised, because raising would undo what was counted.
create or replace function identity.refusal(_code text, _fields jsonb default '{}')
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'replayed', false, 'result', jsonb_build_object('refused', _code, 'fields', _fields)
  );
$$;
