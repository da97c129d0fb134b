import type { Caller } from "../../../src/platform/caller.ts";
import { type Bank, operator, write } from "../bank.ts";
import { queryAs } from "../database.ts";
import { newRef } from "../refs.ts";
import { type MakeObject, once, type Params } from "./once.ts";

/** A page with a countdown, because that is a thing of its own. */
async function makeStreamer(bank: Bank, owner: Caller): Promise<Params> {
  const ref = owner.ownerRef;
  await once(`${ref} page`, async () => {
    const page = { write: write(), ownerRef: ref, displayName: "Budi", currency: "IDR" };
    await bank.donations.openStreamer(operator, page);
    const price = { unitAmount: "10000", secondsPerUnit: 60, latestEndAt: null };
    const timer = { ...price, remainingSeconds: 60, addSeconds: 0, isRunning: true };
    await bank.donations.setTimer(operator, { write: write(), streamerRef: ref, ...timer });
    return ref;
  });
  return { ref };
}

async function makeGoal(bank: Bank, owner: Caller): Promise<Params> {
  const { ref: streamerRef = "" } = await makeStreamer(bank, owner);
  const goal = { title: "Mikrofon", amounts: { target: "50000" } };
  const wanted = { starting_amount: "0", milestones: [], ...goal.amounts };
  const input = { write: write(), streamerRef, title: goal.title, amounts: wanted };
  return { ref: (await bank.donations.createGoal(operator, input)).result.goal_ref };
}

/** Put there by hand: a donation that was paid and waits, without a provider to pay it. */
async function makeDonation(bank: Bank, owner: Caller): Promise<Params> {
  const { ref: streamerRef } = await makeStreamer(bank, owner);
  const ref = newRef();
  await queryAs(
    bank.ownerUrl,
    `with numbered as (
       update donations.streamers set last_seq = last_seq + 1 where streamer_ref = $3 returning last_seq
     )
     insert into donations.donation_messages (
       donation_ref, charge_ref, streamer_ref, amount, currency, tier, theme, sound, duration_ms, moderation_status,
       held_for, fee_amount, net_amount, seq, paid_at, created_at
     )
     select $1, $2, $3, 10000, 'IDR', 0, 'calm', 'drop', 8000, 'PENDING', array['EVERYTHING'], 500, 9500, last_seq,
       now(), now()
     from numbered`,
    [ref, newRef(), streamerRef],
  );
  return { ref };
}

async function makeOverlay(bank: Bank, owner: Caller): Promise<Params> {
  const looks = { is_mirror: false, position: "TOP", scale_percent: 100 } as const;
  const choices = { name: "Alerts", parts: ["ALERTS" as const], ...looks };
  const { result } = await bank.overlays.create(owner, { write: write(), choices });
  return { ref: result.overlay_ref };
}

/** Put there by hand: a charge that somebody is to be paid, without a provider to pay it. */
async function makeCharge(bank: Bank, owner: Caller): Promise<Params> {
  const ref = newRef();
  await queryAs(
    bank.ownerUrl,
    `insert into payments.charges (
       charge_ref, payee_ref, purpose, amount, fee_fixed, fee_percentage, fee_amount, net_amount, rounding_amount,
       currency, provider, expires_at, created_at
     )
     values ($1, $2, 'PAYMENT', 10000, 0, 0.05, 500, 9500, 0, 'IDR', 'SANDBOX', now(), now())`,
    [ref, owner.ownerRef],
  );
  return { ref };
}

export async function makeBeneficiary(bank: Bank, owner: Caller): Promise<Params> {
  const account = { channelCode: "ID_BCA", accountNumber: `${Date.now()}`, holderName: "Sari" };
  const input = { write: write(), ...account, currency: "IDR" };
  const proven = { ...owner, hasSecondFactor: true };
  return { ref: (await bank.payments.addBeneficiary(proven, input)).result.beneficiary_ref };
}

async function makePayout(bank: Bank, owner: Caller): Promise<Params> {
  const ref = newRef();
  const { ref: beneficiary } = await makeBeneficiary(bank, owner);
  await queryAs(
    bank.ownerUrl,
    `insert into payments.payouts (
       payout_ref, owner_ref, beneficiary_id, wallet_ref, amount, currency, provider, created_at, updated_at
     )
     select $1, owner_ref, id, $1, 100, 'IDR', 'SANDBOX', now(), now()
     from payments.beneficiaries
     where beneficiary_ref = $2`,
    [ref, beneficiary],
  );
  return { ref };
}

/** A notification is nobody's: whoever may look after them sees them all. */
async function makeNotification(bank: Bank): Promise<Params> {
  const ref = newRef();
  await queryAs(
    bank.ownerUrl,
    `insert into payments.notifications (
       notification_ref, provider, event_key, subject, raw_body, headers, status, fault, next_attempt_at, received_at
     )
     values ($1::text, 'SANDBOX', $1::text, 'OTHER', '', '{}', 'QUARANTINED', '{"code": "subject_unknown"}', now(), now())`,
    [ref],
  );
  return { ref };
}

/** A case is nobody's either. */
async function makeCase(bank: Bank): Promise<Params> {
  const ref = newRef();
  await queryAs(
    bank.ownerUrl,
    `insert into payments.cases (case_ref, kind, subject_ref, fault, opened_at)
     values ($1::text, 'PROVIDER_DIFFERS', $1::text, '{"code": "amount_differs"}', now())`,
    [ref],
  );
  return { ref };
}

/** What charges, payouts, donations and overlays there may be, by the address that leads to them. */
export const moneyInMakers: readonly (readonly [string, MakeObject])[] = [
  ["/v1/overlays/{ref}", makeOverlay],
  ["/v1/payments/charges/{ref}", makeCharge],
  ["/v1/payments/beneficiaries/{ref}", makeBeneficiary],
  ["/v1/payments/payouts/{ref}", makePayout],
  ["/v1/payments/notifications/{ref}", makeNotification],
  ["/v1/payments/cases/{ref}", makeCase],
  ["/v1/streamers/{ref}", makeStreamer],
  ["/v1/donations/{ref}", makeDonation],
  ["/v1/goals/{ref}", makeGoal],
];
