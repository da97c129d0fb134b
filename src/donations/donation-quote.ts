import { z } from "zod";
import { currencySchema, formatAmount } from "../platform/money.ts";
import type { ChargeFees } from "./charges.ts";
import { type Donation, mediaTypes } from "./donation.ts";
import type { PlannedDonation } from "./plan-donation.ts";

/** What a donation costs, gives and looks like, before anybody pays. */
export const donationQuoteSchema = z.strictObject({
  amount: z.string().meta({ description: "What the donor pays, and no more." }),
  fee_amount: z.string().meta({ description: "What of it pays for the way." }),
  net_amount: z.string().meta({ description: "What of it arrives." }),
  currency: currencySchema,
  tier: z.int(),
  theme: z.string(),
  sound: z.string(),
  duration_ms: z.int(),
  is_shown: z.boolean().meta({ description: "Whether it is shown on stream at all." }),
  is_held: z.boolean().meta({ description: "Whether somebody looks at it first." }),
  donor_display: z.string().nullable().meta({ description: "The name as it would be shown." }),
  message_display: z.string().nullable().meta({ description: "The message as it would be shown." }),
  media_type: z.enum(mediaTypes),
  media: z
    .strictObject({
      video_id: z.string(),
      title: z.string(),
      start_seconds: z.int(),
      end_seconds: z.int(),
    })
    .nullable(),
});

export type DonationQuote = z.output<typeof donationQuoteSchema>;

export function donationQuote({ money, plan }: PlannedDonation, fees: ChargeFees): DonationQuote {
  const text = (amount: bigint) => formatAmount(amount, money.currency);
  const { clip, look } = plan;
  return {
    amount: text(money.amount),
    fee_amount: text(fees.feeAmount),
    net_amount: text(fees.netAmount),
    currency: money.currency,
    tier: plan.tier,
    theme: look.theme,
    sound: look.sound,
    duration_ms: look.duration_ms,
    is_shown: plan.isShown,
    is_held: plan.heldFor.length > 0,
    donor_display: plan.donorDisplay,
    message_display: plan.messageDisplay,
    media_type: plan.mediaType,
    media: clip && {
      video_id: clip.videoId,
      title: clip.title,
      start_seconds: clip.startSeconds,
      end_seconds: clip.endSeconds,
    },
  };
}

/** The same of a donation that was accepted: as it was agreed to, whatever the page's rules have become since. */
export function acceptedQuote(
  donation: Donation,
  fees: ChargeFees,
  videoTitle: string | undefined,
): DonationQuote {
  const text = (amount: bigint) => formatAmount(amount, donation.currency);
  const { amount, currency, tier, theme, sound, duration_ms, is_shown, media_type } = donation;
  const { media_video_id: videoId, donor_display, message_display } = donation;
  return {
    ...{ amount, fee_amount: text(fees.feeAmount), net_amount: text(fees.netAmount), currency },
    ...{ tier, theme, sound, duration_ms, is_shown, is_held: donation.held_for.length > 0 },
    ...{ donor_display, message_display, media_type },
    media:
      videoId === null
        ? null
        : {
            video_id: videoId,
            title: videoTitle ?? videoId,
            start_seconds: donation.media_start_seconds ?? 0,
            end_seconds: donation.media_end_seconds ?? 0,
          },
  };
}
