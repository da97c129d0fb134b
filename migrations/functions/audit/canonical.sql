-- The very text that is hashed. Exports carry it, so that anybody can hash it again.
create or replace function audit.canonical(_row jsonb)
returns text
language sql
immutable
as $$
  select jsonb_strip_nulls(_row - array['log_id', 'entry_hash'])::text;
$$;
