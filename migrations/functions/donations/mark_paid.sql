-- Writes down that a donation's charge was paid, once: its place in the streamer's order, what it adds to goals and to
-- the countdown, and its event. Null for a charge that is for something else.
create or replace function donations.mark_paid(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _donation donations.donation_messages := donations.lock_by_charge(_command ->> 'charge_ref');
  _is_new boolean;
  _paid_at timestamptz := date_trunc('milliseconds', (_command ->> 'paid_at')::timestamptz);
begin
  if _donation.id is null then
    return platform.end_write(_intent, null);
  end if;
  _is_new := _donation.paid_at is null;
  if _is_new then
    if _donation.currency <> _command ->> 'currency' or _donation.amount <> (_command ->> 'amount')::numeric then
      raise exception 'Charge % is not over what its donation promised.', _donation.charge_ref;
    end if;
    update donations.streamers set last_seq = last_seq + 1 where streamer_ref = _donation.streamer_ref;
    update donations.donation_messages
    set seq = (select last_seq from donations.streamers where streamer_ref = _donation.streamer_ref),
      paid_at = _paid_at,
      fee_amount = (_command ->> 'fee_amount')::numeric,
      net_amount = (_command ->> 'net_amount')::numeric,
      -- Below the least that is shown nobody waits for a page.
      playback_outcome = case when not is_shown then 'REMOVED' end,
      playback_reason = case when not is_shown then 'BELOW_ALERT_MINIMUM' end,
      playback_ended_at = case when not is_shown then _paid_at end,
      version = version + 1
    where id = _donation.id
    returning * into _donation;
    perform donations.announce_donation(_intent, 'donation.paid', _donation);
    perform donations.count_for_goals(_intent, _donation);
    perform donations.lengthen_timer(_intent, _donation);
  end if;
  return platform.end_write(_intent, jsonb_build_object(
    'is_new', _is_new, 'donation', donations.donation_view(_donation)
  ));
end
$$;

grant execute on function donations.mark_paid(jsonb, jsonb) to saku_app;
