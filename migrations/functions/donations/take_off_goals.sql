-- Takes what was given back off the goals that it was added to, as far as they are still collected for. A goal that was
-- reached stays reached: it was.
create or replace function donations.take_off_goals(_intent jsonb, _donation donations.donation_messages)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _goal donations.goals;
begin
  for _goal in
    select g.*
    from donations.goal_donations as counted
    join donations.goals as g on g.id = counted.goal_id
    where counted.donation_id = _donation.id and g.ended_at is null
    order by g.id
  loop
    update donations.goals
    set counted_amount = counted_amount - _donation.amount,
      version = version + 1,
      updated_at = greatest(platform.moment(), updated_at)
    where id = _goal.id
    returning * into _goal;
    delete from donations.goal_donations where goal_id = _goal.id and donation_id = _donation.id;
    perform donations.announce_goal(_intent, 'goal.progressed', _goal);
  end loop;
end
$$;
