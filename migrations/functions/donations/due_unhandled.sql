-- The charges that are to be tried again now, and how many there are in all.
create or replace function donations.due_unhandled(_limit integer)
returns json
language sql
stable
security definer
set search_path = ''
as $$
  select json_build_object(
    'due', (
      select coalesce(json_agg(charge_ref), '[]')
      from (
        select charge_ref
        from donations.unhandled_charges
        where next_attempt_at <= clock_timestamp()
        order by next_attempt_at
        limit _limit
      ) as next
    ),
    'all', (select count(*) from donations.unhandled_charges)
  );
$$;

grant execute on function donations.due_unhandled(integer) to saku_app;
