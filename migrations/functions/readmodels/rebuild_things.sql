-- The things that a rebuild comes to next, each with how many of its events the live generation has taken.
create or replace function readmodels.rebuild_things(_projection readmodels.projections, _most integer)
returns setof platform.inbox_positions
language sql
stable
set search_path = ''
as $$
  select *
  from platform.inbox_positions
  where consumer_group = 'readmodels'
    and (aggregate_ref, aggregate_type) > (_projection.after_ref, _projection.after_type)
  order by aggregate_ref, aggregate_type
  limit _most;
$$;
