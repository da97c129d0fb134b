-- Lengthens the countdown of a streamer by what a paid donation is worth there, and keeps by how much. One that ran out
-- stays at its end: what comes later came too late. Who calls holds the streamer's lock.
create or replace function donations.lengthen_timer(_intent jsonb, _donation donations.donation_messages)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _before donations.timers;
  _timer donations.timers;
  _seconds integer;
  _won interval;
begin
  select * into _before from donations.timers where streamer_ref = _donation.streamer_ref;
  if not found or _before.ends_at <= _donation.paid_at or _donation.amount < _before.unit_amount then
    return;
  end if;
  -- A thousand days are longer than any stream, and keep the arithmetic far from its end.
  _seconds := least(div(_donation.amount, _before.unit_amount) * _before.seconds_per_unit, 86400000)::integer;
  _won := make_interval(secs => _seconds);
  update donations.timers
  -- Not least() alone: it passes over nulls, and each of the three may be one.
  set ends_at = case
      when ends_at is not null and latest_end_at is not null
        then least(ends_at + _won, greatest(latest_end_at, ends_at))
      else ends_at + _won
    end,
    remaining_seconds = case
      when remaining_seconds is not null then least(remaining_seconds + _seconds, 86400000)
    end,
    version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where streamer_ref = _before.streamer_ref
  returning * into _timer;
  insert into donations.timer_donations (donation_id, set_version, gained)
  select _donation.id, _timer.set_version, gained
  from (
    select make_interval(secs => coalesce(
      extract(epoch from _timer.ends_at - _before.ends_at), _timer.remaining_seconds - _before.remaining_seconds
    )) as gained
  ) as won
  where gained > interval '0';
  perform donations.announce_timer(_intent, 'timer.lengthened', _timer);
end
$$;
