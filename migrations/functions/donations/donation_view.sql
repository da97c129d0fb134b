-- A donation as its streamer sees it: what was written, what is shown of it, and what became of it. A name that the donor
-- keeps to themselves is not told to the streamer either.
create or replace function donations.donation_view(_donation donations.donation_messages)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select donations.donation_facts(_donation) || jsonb_build_object(
    'donor_name', case when not _donation.is_anonymous then _donation.donor_name end,
    'message', _donation.message,
    'donor_display', _donation.donor_display,
    'message_display', _donation.message_display,
    'is_anonymous', _donation.is_anonymous,
    'is_private', _donation.is_private,
    'tts_language', _donation.tts_language,
    'tts_voice', _donation.tts_voice,
    'media_video_id', _donation.media_video_id,
    'media_start_seconds', _donation.media_start_seconds,
    'media_end_seconds', _donation.media_end_seconds,
    'tier', _donation.tier,
    'theme', _donation.theme,
    'sound', _donation.sound,
    'duration_ms', _donation.duration_ms,
    'is_shown', _donation.is_shown,
    'moderated_by', _donation.moderated_by,
    'playback_reason', _donation.playback_reason
  );
$$;
