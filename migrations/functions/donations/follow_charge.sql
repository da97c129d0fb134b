-- Brings a donation to where its charge is: paid, and without what of it has gone back or is held by the donor's bank. What
-- an older version of the charge says has been said already. Null for a charge that is for something else.
create or replace function donations.follow_charge(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _donation donations.donation_messages := donations.lock_by_charge(_command ->> 'charge_ref');
  _before bigint := _donation.version;
  _charge_version bigint := (_command ->> 'charge_version')::bigint;
begin
  if _donation.id is null then
    return platform.end_write(_intent, null);
  end if;
  if _charge_version > _donation.charge_version then
    _donation.charge_version := _charge_version;
    -- Money that came and went before anybody was told came first all the same.
    if _donation.paid_at is null then
      _donation := donations.take_payment(_intent, _donation, _command);
    end if;
    _donation := donations.take_return(_intent, _donation, (_command ->> 'returned_amount')::numeric);
    update donations.donation_messages
    set charge_version = _donation.charge_version,
      seq = _donation.seq,
      paid_at = _donation.paid_at,
      fee_amount = _donation.fee_amount,
      net_amount = _donation.net_amount,
      returned_amount = _donation.returned_amount,
      refunded_at = _donation.refunded_at,
      playback_outcome = _donation.playback_outcome,
      playback_reason = _donation.playback_reason,
      playback_ended_at = _donation.playback_ended_at,
      version = _donation.version
    where id = _donation.id;
  end if;
  return platform.end_write(_intent, jsonb_build_object(
    'is_new', _donation.version > _before, 'donation', donations.donation_view(_donation)
  ));
end
$$;

grant execute on function donations.follow_charge(jsonb, jsonb) to saku_app;
