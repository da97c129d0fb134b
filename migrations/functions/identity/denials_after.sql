-- Denials after one of them, in order, as far as none can come between any more: a denial is named within its own
-- transaction, and the application's transactions end after 14 seconds.
create or replace function identity.denials_after(_denial_ref text, _limit integer)
returns setof identity.access_denials
language sql
stable
set search_path = ''
as $$
  select *
  from identity.access_denials
  where denial_ref > _denial_ref and denial_ref < platform.earliest_ref(clock_timestamp() - interval '20 seconds')
  order by denial_ref
  limit _limit;
$$;
