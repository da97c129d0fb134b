-- A donation as it is when its charge was paid: its place in the streamer's order. What it adds to goals and to the
-- countdown, and its event, are in the same commit. Who calls holds the streamer's lock and writes the donation.
create or replace function donations.take_payment(
  _intent jsonb, _donation donations.donation_messages, _command jsonb
)
returns donations.donation_messages
language plpgsql
set search_path = ''
as $$
begin
  if _donation.currency <> _command ->> 'currency' or _donation.amount <> (_command ->> 'amount')::numeric then
    raise exception 'Charge % is not over what its donation promised.', _donation.charge_ref;
  end if;
  update donations.streamers
  set last_seq = last_seq + 1
  where streamer_ref = _donation.streamer_ref
  returning last_seq into strict _donation.seq;
  _donation.paid_at := date_trunc('milliseconds', (_command ->> 'paid_at')::timestamptz);
  _donation.fee_amount := (_command ->> 'fee_amount')::numeric;
  _donation.net_amount := (_command ->> 'net_amount')::numeric;
  -- Below the least that is shown nobody waits for a page.
  if not _donation.is_shown then
    _donation.playback_outcome := 'REMOVED';
    _donation.playback_reason := 'BELOW_ALERT_MINIMUM';
    _donation.playback_ended_at := _donation.paid_at;
  end if;
  _donation.version := _donation.version + 1;
  perform donations.announce_donation(_intent, 'donation.paid', _donation);
  insert into donations.goal_donations (goal_id, donation_id, amount)
  select id, _donation.id, 0
  from donations.goals
  where streamer_ref = _donation.streamer_ref and ended_at is null;
  perform donations.follow_goals(_intent, _donation, _donation.paid_at);
  perform donations.lengthen_timer(_intent, _donation);
  return _donation;
end
$$;
