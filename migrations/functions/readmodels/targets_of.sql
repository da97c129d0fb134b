-- The generations that an event about a thing has to reach: the live one, and of things that a rebuild has come past also
-- the one that it fills.
create or replace function readmodels.targets_of(_name text)
returns readmodels.target[]
language sql
stable
set search_path = ''
as $$
  select array[row(generation, null, null, time_zone)::readmodels.target] || case
    when building is not null
      then array[row(building, after_type, after_ref, building_time_zone)::readmodels.target]
    else '{}'
  end
  from readmodels.projections
  where name = _name;
$$;
