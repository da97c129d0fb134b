-- A donation as it is when so much of it has gone back: all of it ends what was not shown yet and is taken off the
-- countdown, a part is not. What came back counts for goals again, and is neither shown by itself nor added to the
-- countdown: the stream has moved on. Who calls holds the streamer's lock and writes the donation.
create or replace function donations.take_return(
  _intent jsonb, _donation donations.donation_messages, _returned_amount numeric
)
returns donations.donation_messages
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := greatest(platform.moment(), _donation.paid_at);
  _event_type text := case
    when _returned_amount = _donation.amount then 'donation.refunded'
    when _returned_amount > _donation.returned_amount then 'donation.partly_refunded'
    else 'donation.restored'
  end;
begin
  if _returned_amount = _donation.returned_amount then
    return _donation;
  end if;
  _donation.returned_amount := _returned_amount;
  _donation.refunded_at := null;
  if _event_type = 'donation.refunded' then
    _donation.refunded_at := _now;
    _donation.playback_outcome := coalesce(_donation.playback_outcome, 'REFUNDED');
    _donation.playback_ended_at := coalesce(_donation.playback_ended_at, _now);
    perform donations.shorten_timer(_intent, _donation);
  end if;
  _donation.version := _donation.version + 1;
  -- That it was paid may be an event of this commit too.
  perform donations.announce_donation(
    _intent || jsonb_build_object('event_ref', platform.new_ref()), _event_type, _donation
  );
  perform donations.follow_goals(_intent, _donation, _now);
  return _donation;
end
$$;
