import { createHash } from "node:crypto";
import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { refSchema } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { momentSchema } from "../platform/moment.ts";
import { type Money, parsePositiveAmount } from "../platform/money.ts";
import { askDonations } from "./ask-donations.ts";
import type { ChargeFees } from "./charges.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationSchema } from "./donation.ts";
import type { DonationBody } from "./donation-body.ts";
import { acceptedQuote, type DonationQuote, donationQuote } from "./donation-quote.ts";
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
  const accepted = await acceptDonation(deps, caller, { write, slug, body, ip }, streamer);
  const { donation_ref, charge_ref, created_at } = accepted.result;
  const terms = accepted.isReplayed
    ? await termsOf(deps, donation_ref, accepted.planned)
    : termsOfNew(accepted.planned);
  const charge = await deps.charges.create({
    chargeRef: charge_ref,
    payeeRef: streamer.streamer_ref,
    money: terms.money,
    returnPath: `/donate/${streamer.slug}`,
    traceparent: write.traceparent,
    newRef: write.newRef,
  });
  const result = promisedDonationSchema.parse({
    donation_ref,
    watch_token: deps.tickets.watchTokenOf(donation_ref),
    state: "AWAITING_PAYMENT",
    ...terms.quote(charge),
    qr: charge.instructions?.qr ?? null,
    redirect_url: charge.instructions?.redirectUrl ?? null,
    pay_until: charge.instructions?.expiresAt ?? null,
    created_at,
  });
  return { result, isReplayed: accepted.isReplayed };
}

type Acceptance = { readonly result: z.output<typeof acceptedSchema> } & (
  | { readonly isReplayed: false; readonly planned: PlannedDonation }
  | { readonly isReplayed: true; readonly planned: PlannedDonation | null }
);

/** What the donor sent is what makes a repetition the same, and not what the page's rules of that moment made of it. */
async function acceptDonation(
  deps: DonationsDeps,
  caller: Caller,
  { write, slug, body, ip }: CreateDonationInput,
  streamer: Streamer,
): Promise<Acceptance> {
  const keyed = { ...write, key: keyOf(slug, write.key) };
  const sent = { streamer_ref: streamer.streamer_ref, ...body };
  const intent = intentOf(caller, keyed, "donations.accept_donation", sent);
  const planned = await planDonation(deps, streamer, body, ip).catch(async (refusal: unknown) => {
    const before = await askDonations(deps, "donations.accepted_before", [JSON.stringify(intent)]);
    if (before === null) throw refusal;
    return { before: acceptedSchema.parse(before) };
  });
  if ("before" in planned) return { result: planned.before, isReplayed: true, planned: null };
  const refs = { donation_ref: write.newRef(), charge_ref: write.newRef() };
  const { result, isReplayed } = await runDonationCommand(
    deps,
    "donations.accept_donation",
    intent,
    { ...commandOf(streamer, planned, body), ...refs },
    acceptedSchema,
  );
  return { result, isReplayed, planned };
}

/** What was agreed to: over how much, and what the donor gets for it. */
type Terms = { readonly money: Money; readonly quote: (fees: ChargeFees) => DonationQuote };

function termsOfNew(planned: PlannedDonation): Terms {
  return { money: planned.money, quote: (fees) => donationQuote(planned, fees) };
}

/** Of a donation that was accepted before, whatever the page's rules are by now. */
async function termsOf(
  deps: DonationsDeps,
  donationRef: string,
  planned: PlannedDonation | null,
): Promise<Terms> {
  const view = await askDonations(deps, "donations.accepted_donation", [donationRef]);
  const known = donationSchema.parse(view);
  const amount = parsePositiveAmount(known.amount, known.currency);
  if (typeof amount !== "bigint") {
    throw new Error(`The database wrote an amount that is ${amount}.`);
  }
  const title = planned?.plan.clip?.title;
  return {
    money: { amount, currency: known.currency },
    quote: (fees) => acceptedQuote(known, fees, title),
  };
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
