-- A page of what could not be delivered, newest first.
create or replace function platform.find_dead_letters(_filters jsonb, _after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(platform.dead_letter_view(found) order by found.dead_letter_ref desc), '[]')
  from (
    select parked.*
    from platform.parked_events as parked
    where dead_letter_ref is not null
      and (_after is null or dead_letter_ref < _after)
      and (_filters ->> 'group' is null or consumer_group = _filters ->> 'group')
      and (_filters ->> 'status' is null or reason = _filters ->> 'status')
      and (_filters ->> 'event_type' is null or event ->> 'type' = _filters ->> 'event_type')
      and (_filters ->> 'aggregate_ref' is null or aggregate_ref = _filters ->> 'aggregate_ref')
    order by dead_letter_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function platform.find_dead_letters(jsonb, text, integer) to saku_app;
