-- Begins to collect for something. What was given before does not count; what came in elsewhere may be said.
create or replace function donations.create_goal(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _streamer donations.streamers;
  _now timestamptz := platform.moment();
  _goal donations.goals;
  _most_goals integer := 10;
begin
  if _replay is not null then
    return _replay;
  end if;
  _streamer := donations.lock_streamer(_intent, _command ->> 'streamer_ref');
  -- Each donation is counted for each of them.
  if (select count(*) from donations.goals where streamer_ref = _streamer.streamer_ref and ended_at is null)
    >= _most_goals then
    perform platform.refuse('too_many_goals', jsonb_build_object('most', _most_goals));
  end if;
  insert into donations.goals (
    goal_ref, streamer_ref, title, currency, target, starting_amount, milestones, reached_at, created_at, updated_at
  )
  values (
    _command ->> 'goal_ref', _streamer.streamer_ref, _command ->> 'title', _streamer.currency,
    (_command ->> 'target')::numeric, (_command ->> 'starting_amount')::numeric, _command -> 'milestones',
    case when (_command ->> 'starting_amount')::numeric >= (_command ->> 'target')::numeric then _now end, _now, _now
  )
  returning * into _goal;
  perform donations.announce_goal(_intent, 'goal.created', _goal);
  return platform.end_write(_intent, donations.goal_view(_goal));
end
$$;

grant execute on function donations.create_goal(jsonb, jsonb) to saku_app;
