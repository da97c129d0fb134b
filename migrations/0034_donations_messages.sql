create schema donations;
grant usage on schema donations to saku_app;

-- A page on which somebody takes donations, and its rules. Who they are is identity's to know, by value.
create table donations.streamers (
  id uuid primary key default uuidv7(),
  streamer_ref platform.ref not null unique,
  slug text collate "C" not null constraint streamers_slug unique
    check (slug ~ '^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$'),
  display_name text not null check (length(display_name) between 1 and 50),
  currency text collate "C" not null references platform.currencies (code),
  -- Prices, tiers, moderation and words, as the streamer set them. Each field has a default, so only what differs stands
  -- here.
  settings jsonb not null default '{}'
    constraint streamers_settings_are_bounded check (
      jsonb_typeof(settings) = 'object' and octet_length(settings::text) <= 65536
    ),
  -- The number of the donation that was paid last: the order in which all of them are shown.
  last_seq bigint not null default 0 check (last_seq >= 0),
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- What somebody wanted to say with their money. It holds no money and no state of a queue: only what was said, and facts
-- that have happened.
create table donations.donation_messages (
  id uuid primary key default uuidv7(),
  donation_ref platform.ref not null unique,
  -- By value: payments.charges is another context's. donations.reconcile stands in for the foreign key.
  charge_ref platform.ref not null constraint donation_messages_one_a_charge unique,
  streamer_ref platform.ref not null references donations.streamers (streamer_ref),
  amount platform.minor_units not null check (amount > 0),
  currency text collate "C" not null,
  donor_name text check (length(donor_name) between 1 and 50),
  message text check (length(message) between 1 and 500),
  -- Two wishes: not to be named, and not to have the message shown to anybody but the streamer.
  is_anonymous boolean not null default false,
  is_private boolean not null default false,
  -- The texts as they are shown. What the donor wrote stands beside them and is for the streamer alone.
  donor_display text check (length(donor_display) between 1 and 100),
  message_display text check (length(message_display) between 1 and 500),
  media_type text not null default 'NONE' check (media_type in ('NONE', 'TTS', 'YOUTUBE')),
  tts_language text check (length(tts_language) <= 10),
  tts_voice text check (length(tts_voice) <= 50),
  media_provider text check (media_provider in ('YOUTUBE')),
  media_video_id text collate "C" check (media_video_id ~ '^[A-Za-z0-9_-]{11}$'),
  media_start_seconds integer check (media_start_seconds >= 0),
  media_end_seconds integer check (media_end_seconds >= 0),
  media_duration_seconds integer check (media_duration_seconds >= 0),
  -- How it looks, sounds and how long it lasts: the tier that the amount reached when it was promised. What stays below
  -- the least that is shown only says thank you.
  is_shown boolean not null default true,
  tier smallint not null check (tier between 0 and 20),
  theme text not null check (length(theme) between 1 and 30),
  sound text not null check (length(sound) between 1 and 30),
  duration_ms integer not null check (duration_ms between 1000 and 600000),
  moderation_status text not null default 'NONE'
    check (moderation_status in ('NONE', 'PENDING', 'APPROVED', 'REJECTED')),
  held_for text[] not null default '{}' check (cardinality(held_for) <= 5),
  reject_mode text check (reject_mode in ('SUPPRESS', 'CENSOR')),
  moderated_by platform.ref,
  moderated_at timestamptz,
  -- Copied from the charge when it was paid.
  fee_amount platform.minor_units check (fee_amount >= 0),
  net_amount platform.minor_units,
  seq bigint check (seq > 0),
  paid_at timestamptz,
  refunded_at timestamptz,
  playback_outcome text check (
    playback_outcome in ('PLAYED', 'SKIPPED', 'REJECTED', 'REMOVED', 'EXPIRED', 'FAILED', 'REFUNDED')
  ),
  playback_reason text collate "C" check (playback_reason ~ '^[A-Z0-9_]{1,40}$'),
  playback_ended_at timestamptz,
  played_at timestamptz,
  metadata jsonb not null default '{}'
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 4000),
  -- Counts the changes of this row; the sequence of its events.
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  constraint donation_messages_have_one_order unique (streamer_ref, seq),
  constraint donation_messages_paid_is_whole check (
    (paid_at is null) = (seq is null) and (paid_at is null) = (net_amount is null)
    and (paid_at is null) = (fee_amount is null) and (paid_at is null or fee_amount + net_amount = amount)
  ),
  constraint donation_messages_end_after_start check (media_end_seconds > media_start_seconds),
  constraint donation_messages_media_is_whole check (
    (media_type = 'YOUTUBE') = (media_provider is not null and media_video_id is not null)
    and (media_type = 'YOUTUBE') = (
      media_start_seconds is not null and media_end_seconds is not null and media_duration_seconds is not null
    )
  ),
  constraint donation_messages_end_is_whole check ((playback_outcome is null) = (playback_ended_at is null)),
  constraint donation_messages_played_says_when check (
    (played_at is not null) = (playback_outcome is not distinct from 'PLAYED')
  ),
  constraint donation_messages_unpaid_is_not_shown check (paid_at is not null or playback_outcome is null),
  constraint donation_messages_judged_says_when check (
    (moderation_status in ('APPROVED', 'REJECTED')) = (moderated_at is not null)
  ),
  constraint donation_messages_rejected_says_how check ((moderation_status = 'REJECTED') = (reject_mode is not null)),
  constraint donation_messages_refunded_was_paid check (refunded_at is null or paid_at is not null),
  constraint donation_messages_hidden_has_no_words check (
    (not is_anonymous or donor_display is null) and (not is_private or message_display is null)
  )
);

-- What a queue is made of again when it was lost, and what of it a person has to look at.
create index donation_messages_unplayed on donations.donation_messages (streamer_ref, seq)
  where seq is not null and playback_outcome is null;
create index donation_messages_by_streamer on donations.donation_messages (streamer_ref, donation_ref);
create index donation_messages_by_payment on donations.donation_messages (streamer_ref, paid_at)
  where paid_at is not null;
create index donation_messages_waiting on donations.donation_messages (paid_at)
  where seq is not null and (playback_outcome is null or playback_outcome in ('REJECTED', 'REFUNDED'));
-- Words of those who have not paid, and who may never: they are not kept for ever.
create index donation_messages_unpaid_words on donations.donation_messages (created_at)
  where paid_at is null and (donor_name is not null or message is not null or metadata <> '{}');

-- Nothing is granted: what the application may read of a donation depends on who asks, so it reads through functions.
