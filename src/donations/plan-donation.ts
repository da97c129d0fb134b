import { describeAmountFault, type Money, parsePositiveAmount } from "../platform/money.ts";
import { validationProblem } from "../platform/validation.ts";
import type { DonationsDeps } from "./deps.ts";
import type { QuoteBody } from "./donation-body.ts";
import { type DonationPlan, donationPlan } from "./donation-plan.ts";
import type { DonationWish } from "./donation-wish.ts";
import { donationProblem } from "./errors.ts";
import { findVideo } from "./find-video.ts";
import { problemOf } from "./refusal.ts";
import type { Streamer } from "./streamer.ts";
import { type VideoLink, videoLink } from "./video-link.ts";

export type PlannedDonation = {
  readonly money: Money;
  readonly wish: DonationWish;
  readonly plan: DonationPlan;
};

/** Everything that is decided about a donation before anybody is asked for money. */
export async function planDonation(
  deps: DonationsDeps,
  { currency, settings }: Streamer,
  body: QuoteBody,
  ip: string | null,
): Promise<PlannedDonation> {
  if (body.currency !== currency) {
    const detail = `This page takes donations in ${currency}.`;
    throw donationProblem("donation_currency_differs", detail, { currency });
  }
  const amount = parsePositiveAmount(body.amount, currency);
  if (typeof amount !== "bigint") {
    const message = describeAmountFault(amount, currency);
    throw validationProblem([{ in: "body", pointer: "/amount", message }]);
  }
  const link = body.media_type === "YOUTUBE" ? linkOf(body) : null;
  const wish: DonationWish = {
    amount,
    donorName: body.donor_name ?? null,
    message: body.message || null,
    isAnonymous: body.is_anonymous,
    isPrivate: body.is_private,
    mediaType: body.media_type,
    // Whoever knows videos is asked only where one would be played.
    video: link && settings.media.is_on ? await findVideo(deps, link.videoId, ip) : null,
    startSeconds: body.media_start_seconds ?? link?.startSeconds ?? 0,
    endSeconds: body.media_end_seconds ?? null,
  };
  const plan = donationPlan({ currency, settings }, wish);
  if ("code" in plan) throw problemOf(plan);
  return { money: { amount, currency }, wish, plan };
}

function linkOf({ media_link }: QuoteBody): VideoLink {
  const link = videoLink(media_link ?? "");
  if (link) return link;
  throw problemOf({ code: "media_not_playable", fields: { media_fault: "NOT_A_LINK" } });
}
