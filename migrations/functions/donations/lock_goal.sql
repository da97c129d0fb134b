-- Finds a goal of a streamer that this caller may act for. The streamer is locked with it, because donations count in
-- that order too.
create or replace function donations.lock_goal(_intent jsonb, _command jsonb)
returns donations.goals
language plpgsql
set search_path = ''
as $$
declare
  _goal donations.goals;
begin
  select * into _goal
  from donations.goals
  where goal_ref = _command ->> 'goal_ref'
    and (_intent ->> 'acting_owner' is null or streamer_ref = _intent ->> 'acting_owner');
  if not found then
    perform platform.refuse('goal_not_found', jsonb_build_object('goal_ref', _command ->> 'goal_ref'));
  end if;
  perform 1 from donations.streamers where streamer_ref = _goal.streamer_ref for update;
  select * into strict _goal from donations.goals where id = _goal.id for update;
  if _goal.ended_at is not null then
    perform platform.refuse('goal_ended', jsonb_build_object('goal_ref', _goal.goal_ref));
  end if;
  return _goal;
end
$$;
