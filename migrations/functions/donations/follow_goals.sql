-- Has every goal that is collected for count what is left of a donation that counts for it, up and down. A goal that was
-- reached stays reached: it was. One that ended keeps what it had. Who calls holds the streamer's lock.
create or replace function donations.follow_goals(
  _intent jsonb, _donation donations.donation_messages, _at timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _left numeric := _donation.amount - _donation.returned_amount;
  _counted record;
  _goal donations.goals;
begin
  for _counted in
    select g.id, g.reached_at, _left - c.amount as change
    from donations.goal_donations as c
    join donations.goals as g on g.id = c.goal_id
    where c.donation_id = _donation.id and c.amount <> _left and g.ended_at is null
    order by g.id
  loop
    update donations.goal_donations set amount = _left where donation_id = _donation.id and goal_id = _counted.id;
    update donations.goals
    set counted_amount = counted_amount + _counted.change,
      reached_at = coalesce(
        reached_at,
        case when _counted.change > 0 and starting_amount + counted_amount + _counted.change >= target then _at end
      ),
      version = version + 1,
      updated_at = greatest(platform.moment(), updated_at)
    where id = _counted.id
    returning * into _goal;
    perform donations.announce_goal(
      _intent,
      case when _goal.reached_at is distinct from _counted.reached_at then 'goal.reached' else 'goal.progressed' end,
      _goal
    );
  end loop;
end
$$;
