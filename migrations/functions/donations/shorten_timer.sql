-- Takes off a countdown what a donation that was given back had added to it, down to nothing left. One that was set anew
-- since holds none of it, and one that ran out is over. Who calls holds the streamer's lock.
create or replace function donations.shorten_timer(_intent jsonb, _donation donations.donation_messages)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _timer donations.timers;
  _now timestamptz := platform.moment();
begin
  update donations.timers as t
  -- Not greatest() alone: it passes over nulls, and one of the two is one.
  set ends_at = case when t.ends_at is not null then greatest(t.ends_at - counted.gained, _now) end,
    remaining_seconds = case
      when t.remaining_seconds is not null
        then greatest(t.remaining_seconds - date_part('epoch', counted.gained)::integer, 0)
    end,
    version = t.version + 1,
    updated_at = greatest(_now, t.updated_at)
  from donations.timer_donations as counted
  where counted.donation_id = _donation.id and t.streamer_ref = _donation.streamer_ref
    and counted.set_version = t.set_version and (t.ends_at > _now) is not false
  returning t.* into _timer;
  if found then
    perform donations.announce_timer(_intent, 'timer.shortened', _timer);
  end if;
  -- A bank may give it back and take it once more.
  delete from donations.timer_donations where donation_id = _donation.id;
end
$$;
