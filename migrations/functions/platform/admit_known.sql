-- The part of platform.admit_events for batches in which some things are not new to the group.
create or replace function platform.admit_known(_group text, _incoming platform.published_event[], _fresh text[])
returns platform.published_event[]
language plpgsql
set search_path = ''
as $$
declare
  _taken platform.published_event[];
  _known platform.published_event[];
begin
  select array_agg(event) filter (where is_fresh), array_agg(event) filter (where not is_fresh)
  into _taken, _known
  from (
    -- As a question of its own it is hashed; compared one by one, a batch of 500 would take 250,000 comparisons.
    select event, (event).aggregate_type || (event).aggregate_ref in (select unnest(_fresh)) as is_fresh
    from unnest(_incoming) as event
  ) as parted;
  _taken := _taken || platform.admit_in_order(_group, _known);
  return array(
    select taken from unnest(_taken) as taken order by taken.aggregate_ref, taken.aggregate_type, taken.sequence
  );
end
$$;
