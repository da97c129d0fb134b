-- Whether an endpoint asked for events of a type: by its name, by all that is about one thing, or for everything.
create or replace function webhooks.is_wanted(_event_types text[], _event_type text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select cardinality(_event_types) = 0
    or _event_type = any (_event_types)
    or split_part(_event_type, '.', 1) || '.*' = any (_event_types);
$$;
