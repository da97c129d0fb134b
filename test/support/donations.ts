// Donations over a real database, with charges, a stage and videos that a test holds in its hand.

import type { DonationsDeps } from "../../src/donations/deps.ts";
import type { DonationBody } from "../../src/donations/donation-body.ts";
import { donationBody } from "../../src/donations/donation-body.ts";
import {
  catalogueVideos,
  createDonationsService,
  createTickets,
  type DonationCharge,
  type DonationsService,
  localVoice,
  mediaInMemory,
  type PlayableClip,
  type PlayableDonation,
  type Stage,
  type WidgetState,
} from "../../src/donations/index.ts";
import type { PromisedDonation } from "../../src/donations/promised-donation.ts";
import type { SettingsChanges } from "../../src/donations/settings.ts";
import type { Streamer } from "../../src/donations/streamer.ts";
import { bareCaller, type Caller } from "../../src/platform/caller.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type Bank, newOwner, openTestBank, write } from "./bank.ts";

export const donor = bareCaller("00000000000000000000000000", [], { isOperator: false });

/** What a stage was told, in order. */
export type Told =
  | { readonly what: "enqueue"; readonly donation: PlayableDonation }
  | { readonly what: "speech"; readonly donationRef: string; readonly clip: PlayableClip | null }
  | { readonly what: "withdraw"; readonly donationRef: string; readonly outcome: string }
  | { readonly what: "widget"; readonly widget: WidgetState };

export type DonationWorld = {
  readonly bank: Bank;
  readonly donations: DonationsService;
  readonly deps: DonationsDeps;
  readonly charges: Map<string, DonationCharge>;
  readonly told: Told[];
  readonly openPage: (
    settings?: SettingsChanges,
    currency?: string,
  ) => Promise<{ owner: Caller; page: Streamer }>;
  readonly donate: (page: Streamer, body?: Partial<DonationBody>) => Promise<PromisedDonation>;
  /** Pays a donation, as payments would tell of it, or has all of it go back. */
  readonly pay: (
    donationRef: string,
    status?: "PAID" | "REFUNDED" | "CHARGEBACK",
  ) => Promise<DonationCharge>;
  /** Has so much of a donation be with its donor's bank from now on, as payments would tell of it. */
  readonly holdBack: (donationRef: string, amount: bigint) => Promise<DonationCharge>;
  readonly chargeOf: (donationRef: string) => Promise<DonationCharge>;
};

export async function openDonations(wanted: Partial<DonationsDeps> = {}): Promise<DonationWorld> {
  const bank = await openTestBank();
  const charges = new Map<string, DonationCharge>();
  const told: Told[] = [];
  const deps: DonationsDeps = {
    database: bank.database,
    cursors: bank.cursors,
    clock: systemClock,
    limits: { take: async () => null },
    charges: chargesIn(charges),
    stage: stageThatTells(told),
    videos: catalogueVideos,
    voice: localVoice,
    media: mediaInMemory(),
    tickets: createTickets("a secret that only this test knows", systemClock),
    ...wanted,
  };
  const donations = createDonationsService(deps);
  const chargeOf = async (donationRef: string) => {
    const { charge_ref } = await donations.get(operatorOfAll, donationRef);
    const charge = charges.get(charge_ref);
    if (!charge) throw new Error("There is no such charge.");
    return charge;
  };
  const change = async (donationRef: string, changes: Partial<DonationCharge>) => {
    const before = await chargeOf(donationRef);
    const paidAt = before.paidAt ?? new Date().toISOString();
    const charge = { ...before, paidAt, ...changes, version: before.version + 1 };
    charges.set(charge.chargeRef, charge);
    await donations.handleCharge(charge);
    return charge;
  };
  return {
    bank,
    donations,
    deps,
    charges,
    told,
    openPage: async (settings = {}, currency = "IDR") => {
      const owner = newOwner();
      const ownerRef = owner.ownerRef;
      const input = { write: write(), ownerRef, displayName: "Budi", currency };
      const { result } = await donations.openStreamer(owner, input);
      const change = { write: write(), streamerRef: ownerRef, expectedVersion: null, settings };
      return { owner, page: (await donations.updateSettings(owner, change)).result ?? result };
    },
    donate: async (page, body = {}) => {
      const input = { write: write(), slug: page.slug, body: bodyOf(body), ip: null };
      return (await donations.create(donor, input)).result;
    },
    pay: async (donationRef, status = "PAID") => {
      const { amount } = await chargeOf(donationRef);
      const refundedAmount = status === "REFUNDED" ? amount : 0n;
      const chargedBackAmount = status === "CHARGEBACK" ? amount : 0n;
      return change(donationRef, { status, refundedAmount, chargedBackAmount });
    },
    holdBack: (donationRef, chargedBackAmount) => change(donationRef, { chargedBackAmount }),
    chargeOf,
  };
}

const operatorOfAll = bareCaller("00000000000000000000000001", [], { isOperator: true });

/** The body of a donation as the route reads it. */
export function bodyOf(body: Partial<DonationBody>): DonationBody {
  const usual = { amount: "25000", currency: "IDR", donor_name: "Sari", message: "Semangat!" };
  return donationBody.parse({ ...usual, agrees_to_terms: true, is_of_age: true, ...body });
}

/** Charges of somebody who takes a twentieth of everything, and a fraction that is left over besides. */
function chargesIn(charges: Map<string, DonationCharge>): DonationsDeps["charges"] {
  const feeOf = (amount: bigint) => (amount * 5n + 99n) / 100n;
  return {
    create: async ({ chargeRef, payeeRef, money: { amount, currency } }) => {
      const known = charges.get(chargeRef);
      if (known) return known;
      const feeAmount = feeOf(amount);
      const instructions = { qr: `QR ${chargeRef}`, redirectUrl: null, expiresAt: null };
      const facts = { chargeRef, payeeRef, amount, currency, feeAmount };
      const rest = { netAmount: amount - feeAmount, status: "PENDING", paidAt: null, instructions };
      const untouched = { refundedAmount: 0n, chargedBackAmount: 0n, version: 1 };
      charges.set(chargeRef, { ...facts, ...rest, ...untouched });
      return { ...facts, ...rest, ...untouched };
    },
    find: async (chargeRef) => charges.get(chargeRef) ?? null,
    feesOf: async (_payee, { amount }) => {
      return { feeAmount: feeOf(amount), netAmount: amount - feeOf(amount) };
    },
    changedAfter: async (position, limit) => {
      const after = [...charges.values()].slice(Number(position ?? 0)).slice(0, limit);
      return { charges: after, position: String(Number(position ?? 0) + after.length) };
    },
  };
}

function stageThatTells(told: Told[]): Stage {
  return {
    enqueue: async (_streamer, donation) => void told.push({ what: "enqueue", donation }),
    addSpeech: async (_streamer, donationRef, clip) =>
      void told.push({ what: "speech", donationRef, clip }),
    withdraw: async (_streamer, donationRef, outcome) =>
      void told.push({ what: "withdraw", donationRef, outcome }),
    showWidget: async (_streamer, widget) => void told.push({ what: "widget", widget }),
  };
}
