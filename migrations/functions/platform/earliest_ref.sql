-- The earliest ref that can have been made at a moment: its milliseconds as the first ten letters of a ULID.
create or replace function platform.earliest_ref(_moment timestamptz)
returns text
language sql
immutable
set search_path = ''
as $$
  select string_agg(
    substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (millis >> (5 * place) & 31)::integer, 1), '' order by place desc
  ) || repeat('0', 16)
  from (select floor(extract(epoch from _moment) * 1000)::bigint as millis) as moment,
    generate_series(0, 9) as place;
$$;
