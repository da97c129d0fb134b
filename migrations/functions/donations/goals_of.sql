-- All goals of a streamer that are still collected for, and the last ones that are not.
create or replace function donations.goals_of(_streamer_ref text, _acting_owner text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _streamer donations.streamers := donations.find_streamer(_streamer_ref, _acting_owner);
begin
  return (
    select coalesce(jsonb_agg(donations.goal_view(g) order by g.ended_at is not null, g.goal_ref desc), '[]')
    from (
      select *
      from donations.goals
      where streamer_ref = _streamer.streamer_ref
      order by ended_at is not null, goal_ref desc
      limit 50
    ) as g
  );
end
$$;

grant execute on function donations.goals_of(text, text) to saku_app;
