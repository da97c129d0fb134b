-- Keeps what somebody wants to say, before anybody is asked for money: when the charge is paid, its message is there.
create or replace function donations.accept_donation(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _donation donations.donation_messages;
begin
  if _replay is not null then
    return _replay;
  end if;
  insert into donations.donation_messages (
    donation_ref, charge_ref, streamer_ref, amount, currency, donor_name, message, is_anonymous, is_private,
    donor_display, message_display, media_type, tts_language, tts_voice, media_provider, media_video_id,
    media_start_seconds, media_end_seconds, media_duration_seconds, is_shown, tier, theme, sound, duration_ms,
    moderation_status, held_for, metadata, created_at
  )
  select c.donation_ref, c.charge_ref, c.streamer_ref, c.amount, c.currency, c.donor_name, c.message, c.is_anonymous,
    c.is_private, c.donor_display, c.message_display, c.media_type, c.tts_language, c.tts_voice, c.media_provider,
    c.media_video_id, c.media_start_seconds, c.media_end_seconds, c.media_duration_seconds, c.is_shown, c.tier, c.theme,
    c.sound, c.duration_ms, case when cardinality(c.held_for) > 0 then 'PENDING' else 'NONE' end, c.held_for,
    coalesce(c.metadata, '{}'), platform.moment()
  from jsonb_populate_record(null::donations.donation_messages, _command) as c
  returning * into _donation;
  perform donations.announce_donation(_intent, 'donation.created', _donation);
  -- No more than what a repetition needs to go on from here: a key must not keep anybody's words a second time.
  return platform.end_write(_intent, jsonb_build_object(
    'donation_ref', _donation.donation_ref, 'charge_ref', _donation.charge_ref,
    'created_at', platform.to_rfc3339(_donation.created_at)
  ));
end
$$;

grant execute on function donations.accept_donation(jsonb, jsonb) to saku_app;
