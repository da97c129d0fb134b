import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

export const mediaTypes = ["NONE", "TTS", "YOUTUBE"] as const;
export const moderationStatuses = ["NONE", "PENDING", "APPROVED", "REJECTED"] as const;
export const rejectModes = ["SUPPRESS", "CENSOR"] as const;
export const playbackOutcomes = [
  "PLAYED",
  "SKIPPED",
  "REJECTED",
  "REMOVED",
  "EXPIRED",
  "FAILED",
  "REFUNDED",
] as const;

/** What may be announced of a donation: refs, amounts, states and moments. */
export const donationFacts = {
  donation_ref: refSchema,
  charge_ref: refSchema,
  streamer_ref: refSchema,
  amount: z.string(),
  fee_amount: z.string().nullable(),
  net_amount: z.string().nullable(),
  returned_amount: z.string().meta({
    description:
      "Of the amount, what has gone back to the donor or is held by their bank. It falls when a bank gives it back.",
  }),
  currency: currencySchema,
  media_type: z.enum(mediaTypes),
  moderation_status: z.enum(moderationStatuses),
  held_for: z.array(z.string()).meta({ description: "Why it waits, or waited, for a moderator." }),
  reject_mode: z.enum(rejectModes).nullable(),
  seq: z
    .int()
    .nullable()
    .meta({ description: "Its place in the order in which the streamer's were paid." }),
  playback_outcome: z.enum(playbackOutcomes).nullable(),
  version: z.int(),
  created_at: momentSchema,
  paid_at: momentSchema.nullable(),
  moderated_at: momentSchema.nullable(),
  refunded_at: momentSchema
    .nullable()
    .meta({ description: "Since when all of it has gone back; null where some of it is left." }),
  playback_ended_at: momentSchema.nullable(),
  played_at: momentSchema.nullable(),
};

/** A donation as its streamer sees it. */
export const donationSchema = z.strictObject({
  ...donationFacts,
  donor_name: z.string().nullable().meta({ description: "Null where the donor hides." }),
  message: z.string().nullable().meta({ description: "As it was written." }),
  donor_display: z.string().nullable().meta({ description: "As it is shown." }),
  message_display: z.string().nullable().meta({ description: "As it is shown." }),
  is_anonymous: z.boolean(),
  is_private: z.boolean(),
  tts_language: z.string().nullable(),
  tts_voice: z.string().nullable(),
  media_video_id: z.string().nullable(),
  media_start_seconds: z.int().nullable(),
  media_end_seconds: z.int().nullable(),
  tier: z.int(),
  theme: z.string(),
  sound: z.string(),
  duration_ms: z.int(),
  is_shown: z.boolean(),
  moderated_by: refSchema.nullable(),
  playback_reason: z.string().nullable(),
});

export type Donation = z.output<typeof donationSchema>;
