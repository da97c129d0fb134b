-- Adds a paid donation to every goal that its streamer collects for. Who calls holds the streamer's lock.
create or replace function donations.count_for_goals(_intent jsonb, _donation donations.donation_messages)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _goal donations.goals;
  _was_reached boolean;
begin
  for _goal in
    select * from donations.goals where streamer_ref = _donation.streamer_ref and ended_at is null order by id
  loop
    _was_reached := _goal.reached_at is not null;
    update donations.goals
    set counted_amount = counted_amount + _donation.amount,
      reached_at = coalesce(
        reached_at, case when starting_amount + counted_amount + _donation.amount >= target then _donation.paid_at end
      ),
      version = version + 1,
      updated_at = greatest(platform.moment(), updated_at)
    where id = _goal.id
    returning * into _goal;
    insert into donations.goal_donations (goal_id, donation_id, amount)
    values (_goal.id, _donation.id, _donation.amount);
    perform donations.announce_goal(
      _intent,
      case when _goal.reached_at is not null and not _was_reached then 'goal.reached' else 'goal.progressed' end, _goal
    );
  end loop;
end
$$;
