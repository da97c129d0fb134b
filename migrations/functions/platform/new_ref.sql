-- Makes a ULID where the database itself names a thing. A version 7 UUID begins with the same 48 bits of milliseconds,
-- so both order alike; its 128 bits are written in Crockford's alphabet, five at a time.
create or replace function platform.new_ref()
returns text
language sql
volatile
set search_path = ''
as $$
  select string_agg(
    substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + substring(bits from 5 * place + 1 for 5)::bit(5)::integer, 1),
    '' order by place
  )
  from (select b'00' || ('x' || replace(uuidv7()::text, '-', ''))::bit(128) as bits) as named,
    generate_series(0, 25) as place;
$$;
