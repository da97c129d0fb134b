-- The one spelling of a moment outside: UTC, milliseconds, Z.
create or replace function platform.to_rfc3339(_moment timestamptz)
returns text
language sql
stable
as $$
  select to_char(_moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
$$;
