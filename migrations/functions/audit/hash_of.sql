-- The hash of an entry: SHA-256 of its fields but the number and the hash, as the text that Postgres gives a jsonb of
-- them. What is null is left out, so that a column that comes later changes no hash. The caller's time zone must be UTC,
-- because moments are written in it.
create or replace function audit.hash_of(_row jsonb)
returns bytea
language sql
stable
as $$
  select sha256(convert_to(audit.canonical(_row), 'UTF8'));
$$;
