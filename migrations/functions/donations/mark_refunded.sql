-- Writes down that a donation's money went back, once. It is not shown any more, and counts for no goal and in no
-- countdown. Null for a charge that is for something else, or whose donation nobody was told to be paid.
create or replace function donations.mark_refunded(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _donation donations.donation_messages := donations.lock_by_charge(_command ->> 'charge_ref');
  _now timestamptz := platform.moment();
  _is_new boolean;
begin
  if _donation.id is null or _donation.paid_at is null then
    return platform.end_write(_intent, null);
  end if;
  _is_new := _donation.refunded_at is null;
  if _is_new then
    update donations.donation_messages
    set refunded_at = greatest(_now, paid_at),
      playback_ended_at = coalesce(playback_ended_at, greatest(_now, paid_at)),
      playback_outcome = coalesce(playback_outcome, 'REFUNDED'),
      version = version + 1
    where id = _donation.id
    returning * into _donation;
    perform donations.announce_donation(_intent, 'donation.refunded', _donation);
    perform donations.take_off_goals(_intent, _donation);
    perform donations.shorten_timer(_intent, _donation);
  end if;
  return platform.end_write(_intent, jsonb_build_object(
    'is_new', _is_new, 'donation', donations.donation_view(_donation)
  ));
end
$$;

grant execute on function donations.mark_refunded(jsonb, jsonb) to saku_app;
