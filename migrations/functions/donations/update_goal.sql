-- Changes what is collected for, or ends it. What was counted stays counted.
create or replace function donations.update_goal(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _goal donations.goals;
  _now timestamptz := platform.moment();
begin
  if _replay is not null then
    return _replay;
  end if;
  _goal := donations.lock_goal(_intent, _command);
  update donations.goals
  set title = coalesce(_command ->> 'title', title),
    target = coalesce((_command ->> 'target')::numeric, target),
    starting_amount = coalesce((_command ->> 'starting_amount')::numeric, starting_amount),
    milestones = coalesce(_command -> 'milestones', milestones),
    ended_at = case when (_command ->> 'is_ended')::boolean then _now end,
    version = version + 1,
    updated_at = greatest(_now, updated_at)
  where id = _goal.id
  returning * into _goal;
  perform donations.announce_goal(
    _intent, case when _goal.ended_at is not null then 'goal.ended' else 'goal.updated' end, _goal
  );
  return platform.end_write(_intent, donations.goal_view(_goal));
end
$$;

grant execute on function donations.update_goal(jsonb, jsonb) to saku_app;
