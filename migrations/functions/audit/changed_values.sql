-- What those fields were before that are other now.
create or replace function audit.changed_values(_before jsonb, _after jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_object_agg(key, value)
  from jsonb_each(_before)
  where _after ? key and _after -> key <> value;
$$;
