-- What a streamer collects for now.
create or replace function donations.goals_shown(_streamer_ref text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(donations.goal_view(g) order by g.goal_ref), '[]')
  from donations.goals as g
  where streamer_ref = _streamer_ref and ended_at is null;
$$;
