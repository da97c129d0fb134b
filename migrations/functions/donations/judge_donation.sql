-- A moderator's word on a donation that waits for it: APPROVED, or REJECTED in one of two ways. SUPPRESS shows nothing,
-- CENSOR shows the amount without name and words. The money is another matter.
create or replace function donations.judge_donation(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _donation donations.donation_messages;
  _now timestamptz := platform.moment();
  _mode text := _command ->> 'reject_mode';
  _is_ending boolean;
begin
  if _replay is not null then
    return _replay;
  end if;
  _donation := donations.lock_donation(_intent, _command ->> 'donation_ref');
  if _donation.moderation_status <> 'PENDING' then
    perform platform.refuse('donation_not_waiting', jsonb_build_object(
      'donation_ref', _donation.donation_ref, 'moderation_status', _donation.moderation_status
    ));
  end if;
  if _donation.paid_at is null then
    perform platform.refuse('donation_not_paid', jsonb_build_object('donation_ref', _donation.donation_ref));
  end if;
  _is_ending := _mode is not distinct from 'SUPPRESS' and _donation.playback_outcome is null;
  update donations.donation_messages
  set moderation_status = case when _mode is null then 'APPROVED' else 'REJECTED' end,
    reject_mode = _mode,
    moderated_by = _intent ->> 'scope',
    moderated_at = _now,
    donor_display = case when _mode is distinct from 'CENSOR' then donor_display end,
    message_display = case when _mode is distinct from 'CENSOR' then message_display end,
    playback_outcome = case when _is_ending then 'REJECTED' else playback_outcome end,
    playback_ended_at = case when _is_ending then _now else playback_ended_at end,
    version = version + 1
  where id = _donation.id
  returning * into _donation;
  perform donations.announce_donation(
    _intent, case when _mode is null then 'donation.approved' else 'donation.rejected' end, _donation
  );
  return platform.end_write(_intent, donations.donation_view(_donation));
end
$$;

grant execute on function donations.judge_donation(jsonb, jsonb) to saku_app;
