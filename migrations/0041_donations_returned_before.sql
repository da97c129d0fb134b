-- What had gone back before goals kept where it counted: it may count again, for the goals that are still collected for and
-- that it was taken off.
insert into donations.goal_donations (goal_id, donation_id, amount)
select goals.id, given.id, 0
from donations.donation_messages as given
join donations.goals on goals.streamer_ref = given.streamer_ref and goals.created_at <= given.paid_at
where given.refunded_at is not null and goals.ended_at is null
on conflict do nothing;

-- And what it had added to a countdown was taken off there: not a second time, should a bank take it once more.
delete from donations.timer_donations
where donation_id in (select id from donations.donation_messages where refunded_at is not null);
