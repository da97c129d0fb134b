-- What may be announced of a donation: refs, amounts, states and moments, and nobody's words.
create or replace function donations.donation_facts(_donation donations.donation_messages)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'donation_ref', _donation.donation_ref,
    'charge_ref', _donation.charge_ref,
    'streamer_ref', _donation.streamer_ref,
    'amount', platform.to_decimal(_donation.amount, _donation.currency),
    'fee_amount', platform.to_decimal(_donation.fee_amount, _donation.currency),
    'net_amount', platform.to_decimal(_donation.net_amount, _donation.currency),
    'returned_amount', platform.to_decimal(_donation.returned_amount, _donation.currency),
    'currency', _donation.currency,
    'media_type', _donation.media_type,
    'moderation_status', _donation.moderation_status,
    'held_for', to_jsonb(_donation.held_for),
    'reject_mode', _donation.reject_mode,
    'seq', _donation.seq,
    'playback_outcome', _donation.playback_outcome,
    'version', _donation.version,
    'created_at', platform.to_rfc3339(_donation.created_at),
    'paid_at', platform.to_rfc3339(_donation.paid_at),
    'moderated_at', platform.to_rfc3339(_donation.moderated_at),
    'refunded_at', platform.to_rfc3339(_donation.refunded_at),
    'playback_ended_at', platform.to_rfc3339(_donation.playback_ended_at),
    'played_at', platform.to_rfc3339(_donation.played_at)
  );
$$;
