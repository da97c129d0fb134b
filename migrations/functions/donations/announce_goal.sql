-- Announces a change of a goal, without the words on it. Several things may happen in one commit, and each is an event
-- of its own.
create or replace function donations.announce_goal(_intent jsonb, _event_type text, _goal donations.goals)
returns void
language sql
set search_path = ''
as $$
  select platform.append_event(
    _intent || jsonb_build_object('event_ref', platform.new_ref()), _event_type, 'goal', _goal.goal_ref, _goal.version,
    donations.goal_view(_goal) - 'title' - 'milestones'
  );
$$;
