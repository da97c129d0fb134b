-- How far the charges of payments were read, or null before the first time.
create or replace function donations.position_of_charges()
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select position from donations.charge_position;
$$;

grant execute on function donations.position_of_charges() to saku_app;
