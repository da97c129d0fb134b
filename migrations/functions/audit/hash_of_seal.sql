-- The hash of a seal: over everything else in it, the seal before it included. The caller's time zone must be UTC.
create or replace function audit.hash_of_seal(_seal audit.seals)
returns bytea
language sql
stable
set search_path = ''
as $$
  select sha256(convert_to((to_jsonb(_seal) - 'seal_hash')::text, 'UTF8'));
$$;
