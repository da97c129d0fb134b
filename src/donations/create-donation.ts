import { createHash } from "node:crypto";
import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { refSchema } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { momentSchema } from "../platform/moment.ts";
import type { DonationsDeps } from "./deps.ts";
import type { DonationBody } from "./donation-body.ts";
import { donationQuote } from "./donation-quote.ts";
import { type PlannedDonation, planDonation } from "./plan-donation.ts";
import { type PromisedDonation, promisedDonationSchema } from "./promised-donation.ts";
import { readPage } from "./read-page.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import type { Streamer } from "./streamer.ts";

export type CreateDonationInput = {
  readonly write: WriteRequest;
  readonly slug: string;
  readonly body: DonationBody;
  readonly ip: string | null;
};

const acceptedSchema = z.object({
  donation_ref: refSchema,
  charge_ref: refSchema,
  created_at: momentSchema,
});

/**
 * Keeps what somebody wants to say, and then asks them for the money. In this order, because the message of a paid charge
 * has to be there, while a message that nobody pays for harms nobody.
 */
export async function createDonation(
  deps: DonationsDeps,
  caller: Caller,
  { write, slug, body, ip }: CreateDonationInput,
): Promise<Written<PromisedDonation>> {
  if (ip !== null) await deps.limits.take("donation_ip", ip);
  const { streamer } = await readPage(deps, slug);
  const planned = await planDonation(deps, streamer, body, ip);
  const command = commandOf(streamer, planned, body);
  const keyed = { ...write, key: keyOf(slug, write.key) };
  const intent = intentOf(caller, keyed, "donations.accept_donation", command);
  const accepted = await runDonationCommand(
    deps,
    "donations.accept_donation",
    intent,
    // The refs are ours and new each time, so they are no part of what makes a repetition the same.
    { ...command, donation_ref: write.newRef(), charge_ref: write.newRef() },
    acceptedSchema,
  );
  const { donation_ref, charge_ref, created_at } = accepted.result;
  const charge = await deps.charges.create({
    chargeRef: charge_ref,
    payeeRef: streamer.streamer_ref,
    money: planned.money,
    returnPath: `/donate/${streamer.slug}`,
    traceparent: write.traceparent,
    newRef: write.newRef,
  });
  const result = promisedDonationSchema.parse({
    donation_ref,
    watch_token: deps.tickets.watchTokenOf(donation_ref),
    state: "AWAITING_PAYMENT",
    ...donationQuote(planned, charge),
    qr: charge.instructions?.qr ?? null,
    redirect_url: charge.instructions?.redirectUrl ?? null,
    pay_until: charge.instructions?.expiresAt ?? null,
    created_at,
  });
  return { result, isReplayed: accepted.isReplayed };
}

/** Donors have no account, so all of them share the keys of nobody; the page that a key was meant for keeps them apart. */
function keyOf(slug: string, key: string | null): string | null {
  if (key === null) return null;
  return `donate-${createHash("sha256").update(`${slug} ${key}`).digest("hex")}`;
}

function commandOf(streamer: Streamer, { money, wish, plan }: PlannedDonation, body: DonationBody) {
  const { speech } = streamer.settings;
  const isSpoken = plan.mediaType === "TTS";
  const { clip, look } = plan;
  return {
    streamer_ref: streamer.streamer_ref,
    amount: money.amount.toString(),
    currency: money.currency,
    donor_name: wish.donorName,
    message: wish.message,
    is_anonymous: wish.isAnonymous,
    is_private: wish.isPrivate,
    donor_display: plan.donorDisplay,
    message_display: plan.messageDisplay,
    media_type: plan.mediaType,
    tts_language: isSpoken ? speech.language : null,
    tts_voice: isSpoken ? speech.voice : null,
    media_provider: clip ? "YOUTUBE" : null,
    media_video_id: clip?.videoId ?? null,
    media_start_seconds: clip?.startSeconds ?? null,
    media_end_seconds: clip?.endSeconds ?? null,
    media_duration_seconds: clip ? clip.endSeconds - clip.startSeconds : null,
    is_shown: plan.isShown,
    tier: plan.tier,
    theme: look.theme,
    sound: look.sound,
    duration_ms: look.duration_ms,
    held_for: plan.heldFor,
    metadata: { agrees_to_terms: body.agrees_to_terms, is_of_age: body.is_of_age },
  };
}
