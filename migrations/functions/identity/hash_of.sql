-- A hash as it travels, in hexadecimal digits, as it is kept.
create or replace function identity.hash_of(_command jsonb, _field text)
returns bytea
language sql
immutable
set search_path = ''
as $$
  select decode(_command ->> _field, 'hex');
$$;
