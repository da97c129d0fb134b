-- Keeps how far the charges of payments were read. Two readers do the same work twice and harm nothing.
create or replace function donations.move_position(_position text)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into donations.charge_position (position) values (_position)
  on conflict (is_only) do update set position = excluded.position;
$$;

grant execute on function donations.move_position(text) to saku_app;
