import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { events } from "../../../src/catalogue.ts";
import type { DonationCharge } from "../../../src/donations/index.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openDonations } from "../../support/donations.ts";

const world = await openDonations();
const { bank, donations, openPage, donate, pay, holdBack } = world;

const newGoal = (streamerRef: string, target = "50000") => ({
  write: write(),
  streamerRef,
  title: "Mikrofon",
  amounts: { target, starting_amount: "0", milestones: [] },
});
const refOf = async (promised: ReturnType<typeof donate>) => (await promised).donation_ref;
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n);

const stepsOf = (amount: number) =>
  fc.array(fc.oneof(fc.constantFrom(0, amount), fc.integer({ min: 0, max: amount })), {
    maxLength: 4,
  });
const program = fc
  .array(
    fc.record({
      amount: fc.integer({ min: 1_000, max: 30_000 }),
      donor: fc.constantFrom("A", "B"),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .chain((gifts) =>
    fc.tuple(
      fc.tuple(...gifts.map((gift) => stepsOf(gift.amount).map((steps) => ({ ...gift, steps })))),
      fc.infiniteStream(fc.nat()),
    ),
  );

/** What a charge says from when it is paid on, version by version. */
function statesOf(charge: DonationCharge, steps: readonly number[]): DonationCharge[] {
  const paidAt = new Date().toISOString();
  return [0, ...steps].map((returned, n) => {
    const refundedAmount = BigInt(Math.floor(returned / 3));
    const chargedBackAmount = BigInt(returned) - refundedAmount;
    return { ...charge, paidAt, refundedAmount, chargedBackAmount, version: 2 + n };
  });
}

it("ends where the last version of each charge is, in whatever order and however often it is told", async () => {
  await fc.assert(
    fc.asyncProperty(program, async ([gifts, dice]) => {
      const { page, owner } = await openPage();
      await donations.createGoal(owner, newGoal(owner.ownerRef));
      const told: DonationCharge[] = [];
      const ends: { ref: string; donor: string; amount: bigint; left: bigint }[] = [];
      for (const { amount, donor, steps } of gifts) {
        const ref = await refOf(donate(page, { amount: String(amount), donor_name: donor }));
        const states = statesOf(await world.chargeOf(ref), steps);
        told.push(...states, ...states);
        const last = states.at(-1);
        if (last) world.charges.set(last.chargeRef, last);
        const left = BigInt(amount - (steps.at(-1) ?? 0));
        ends.push({ ref, donor, amount: BigInt(amount), left });
      }
      const shuffled = told
        .map((charge) => ({ charge, at: dice.next().value ?? 0 }))
        .toSorted((a, b) => a.at - b.at);
      for (let n = 0; n < shuffled.length; n += 2) {
        const both = shuffled.slice(n, n + 2);
        await Promise.all(both.map(({ charge }) => donations.handleCharge(charge)));
      }

      for (const { ref, amount, left } of ends) {
        const donation = await donations.get(owner, ref);
        expect(donation.returned_amount).toBe(String(amount - left));
        expect(donation.refunded_at !== null).toBe(left === 0n);
        const sequence = await sequencesOf(ref);
        expect(sequence).toEqual(sequence.map((_, n) => n + 1));
        expect(donation.version).toBe(sequence.length);
      }
      const [goal] = await donations.listGoals(owner, owner.ownerRef);
      expect(goal?.current).toBe(String(sum(ends.map(({ left }) => left))));
      const asked = { streamerRef: owner.ownerRef, from: "2020-01-01", until: "2999-12-31" };
      const { days } = await donations.getEarnings(owner, { ...asked, timeZone: "Asia/Jakarta" });
      expect(days[0]).toMatchObject({
        donations: ends.length,
        amount: String(sum(ends.map(({ amount }) => amount))),
        refunded_amount: String(sum(ends.map(({ amount, left }) => amount - left))),
      });
      const leaders = (await donations.getLeaderboard({ slug: page.slug, ip: null })).data;
      const expected = ["A", "B"].flatMap((donor) => {
        const kept = ends.filter((end) => end.donor === donor && end.left > 0n);
        const amount = String(sum(kept.map(({ left }) => left)));
        return kept.length > 0 ? [{ donor, amount, currency: "IDR", donations: kept.length }] : [];
      });
      expect(leaders.toSorted((a, b) => a.donor.localeCompare(b.donor))).toEqual(expected);
    }),
    { numRuns: 25 },
  );
  expect(await donations.reconcileCharges()).toMatchObject({ faults: [] });
});

async function sequencesOf(ref: string): Promise<number[]> {
  const rows = await queryAs<{ event_type: string; sequence: string; payload: object }>(
    bank.ownerUrl,
    "select event_type, sequence, payload from platform.outbox_events where aggregate_ref = $1 order by sequence",
    [ref],
  );
  for (const { event_type, payload } of rows) {
    const schema = events.find(({ type }) => type === event_type)?.data;
    expect([event_type, schema?.safeParse(payload).error]).toEqual([event_type, undefined]);
  }
  return rows.map(({ sequence }) => Number(sequence));
}

it("tells of a payment first, where all of it had gone back before anybody heard", async () => {
  const { page, owner } = await openPage();
  const { result } = await donations.createGoal(owner, newGoal(owner.ownerRef, "25000"));
  const ref = await refOf(donate(page));
  await pay(ref, "CHARGEBACK");
  expect(await bank.eventsOf(ref)).toEqual([
    "donation.created",
    "donation.paid",
    "donation.refunded",
  ]);
  expect(await bank.eventsOf(result.goal_ref)).toEqual([
    "goal.created",
    "goal.reached",
    "goal.progressed",
  ]);
});

it("leaves a goal reached when a part goes back, and reaches one with what came again", async () => {
  const { page, owner } = await openPage();
  await donations.createGoal(owner, newGoal(owner.ownerRef));
  const [first, second] = [await refOf(donate(page)), await refOf(donate(page))];
  await pay(first);
  await holdBack(first, 20_000n);
  await pay(second);
  const goal = async () => (await donations.listGoals(owner, owner.ownerRef))[0];
  expect(await goal()).toMatchObject({ current: "30000", reached_at: null });

  await holdBack(first, 0n);
  const reached = await goal();
  expect(reached).toMatchObject({ current: "50000", reached_at: expect.any(String) });
  await holdBack(second, 1n);
  expect(await goal()).toMatchObject({ current: "49999", reached_at: reached?.reached_at });
});

it("reaches no goal by what went back, though its target was lowered meanwhile", async () => {
  const { page, owner } = await openPage();
  const { goal_ref } = (await donations.createGoal(owner, newGoal(owner.ownerRef))).result;
  const ref = await refOf(donate(page));
  await pay(ref);
  const lower = { write: write(), goalRef: goal_ref, amounts: { target: "10000" }, isEnded: false };
  await donations.updateGoal(owner, lower);
  await holdBack(ref, 5_000n);
  const [goal] = await donations.listGoals(owner, owner.ownerRef);
  expect(goal).toMatchObject({ current: "20000", reached_at: null });
});

it("gives the first places to those of whose money most is left", async () => {
  const { page } = await openPage({ leaderboard: { period: "ALL", size: 1 } });
  const [most, kept] = [
    await refOf(donate(page, { donor_name: "Tono", amount: "30000" })),
    await refOf(donate(page, { donor_name: "Wati", amount: "20000" })),
  ];
  for (const ref of [most, kept]) await pay(ref);
  await holdBack(most, 20_000n);
  expect((await donations.getLeaderboard({ slug: page.slug, ip: null })).data).toEqual([
    { donor: "Wati", amount: "20000", currency: "IDR", donations: 1 },
  ]);
});

it("leaves what a goal had that has ended, and counts for none that began later", async () => {
  const { page, owner } = await openPage();
  const ended = (await donations.createGoal(owner, newGoal(owner.ownerRef))).result;
  const ref = await refOf(donate(page));
  await pay(ref);
  await holdBack(ref, 5_000n);
  const end = { write: write(), goalRef: ended.goal_ref, amounts: {}, isEnded: true };
  await donations.updateGoal(owner, end);
  const later = (await donations.createGoal(owner, newGoal(owner.ownerRef))).result;
  await holdBack(ref, 25_000n);
  await holdBack(ref, 0n);

  const goals = await donations.listGoals(owner, owner.ownerRef);
  const currentOf = (goalRef: string) => goals.find((one) => one.goal_ref === goalRef)?.current;
  expect([currentOf(ended.goal_ref), currentOf(later.goal_ref)]).toEqual(["20000", "0"]);
});

it("shortens a countdown once by a donation that went back twice, and by no part of one", async () => {
  const { page, owner } = await openPage();
  const timer = { unitAmount: "10000", secondsPerUnit: 60, remainingSeconds: 600, addSeconds: 0 };
  const standing = { ...timer, isRunning: false, latestEndAt: null };
  await donations.setTimer(owner, { write: write(), streamerRef: owner.ownerRef, ...standing });
  const ref = await refOf(donate(page, { amount: "20000" }));
  const remaining = async () => (await donations.getTimer(owner, owner.ownerRef)).remaining_seconds;
  await pay(ref);
  await holdBack(ref, 19_999n);
  expect(await remaining()).toBe(720);
  await holdBack(ref, 20_000n);
  expect(await remaining()).toBe(600);
  await holdBack(ref, 0n);
  expect(await remaining()).toBe(600);
  await holdBack(ref, 20_000n);
  expect(await remaining()).toBe(600);
});

it("tells a donation what it has not heard of its charge, and finds what differs all the same", async () => {
  const strict = await openDonations();
  const { page, owner } = await strict.openPage();
  const [deaf, wrong, miscounted] = [
    await refOf(strict.donate(page)),
    await refOf(strict.donate(page)),
    await refOf(strict.donate(page)),
  ];
  const goal = (await strict.donations.createGoal(owner, newGoal(owner.ownerRef))).result;
  for (const ref of [deaf, wrong, miscounted]) await strict.pay(ref);
  const charge = await strict.chargeOf(deaf);
  const partly = { ...charge, refundedAmount: 4_000n, version: charge.version + 1 };
  strict.charges.set(charge.chargeRef, partly);
  expect(await strict.donations.reconcileCharges()).toMatchObject({ checked: 3, faults: [] });
  expect((await strict.donations.get(owner, deaf)).returned_amount).toBe("4000");

  await queryAs(
    strict.bank.ownerUrl,
    "update donations.donation_messages set returned_amount = 1 where donation_ref = $1",
    [wrong],
  );
  expect((await strict.donations.reconcileCharges()).faults).toEqual([
    `goal ${goal.goal_ref} counts wrong`,
    `donation ${wrong} differs from its charge in what went back`,
  ]);
});

it("holds in the database that no more goes back than was given, and says when all of it is gone", async () => {
  const { page } = await openPage();
  const [paid, unpaid] = [await refOf(donate(page)), await refOf(donate(page))];
  await pay(paid);
  const set = (ref: string, changes: string) =>
    queryAs(
      bank.ownerUrl,
      `update donations.donation_messages set ${changes} where donation_ref = $1`,
      [ref],
    );
  await expect(set(paid, "returned_amount = 25001")).rejects.toThrow(/never_return_more/);
  await expect(set(paid, "returned_amount = -1")).rejects.toThrow(/never_return_more/);
  await expect(set(paid, "returned_amount = 25000")).rejects.toThrow(/refunded_is_whole/);
  await expect(set(paid, "refunded_at = now()")).rejects.toThrow(/refunded_is_whole/);
  await expect(set(unpaid, "returned_amount = 1")).rejects.toThrow(/returned_was_paid/);
});

it("takes over what had gone back whole before parts were kept", async () => {
  const old = await openDonations();
  const { page } = await old.openPage();
  const [gone, whole] = [await refOf(old.donate(page)), await refOf(old.donate(page))];
  for (const ref of [gone, whole]) await old.pay(ref);
  const before = `alter table donations.donation_messages drop column returned_amount, drop column charge_version;
    update donations.donation_messages set refunded_at = paid_at where donation_ref = '${gone}';`;
  const migration = readFileSync("migrations/0039_donations_follow_charges.sql", "utf8");
  await queryAs(old.bank.ownerUrl, `${before} ${migration}`);
  const rows = await queryAs(
    old.bank.ownerUrl,
    `select donation_ref, returned_amount::text, charge_version::text
     from donations.donation_messages
     order by refunded_at nulls last`,
  );
  expect(rows).toEqual([
    { donation_ref: gone, returned_amount: "25000", charge_version: "0" },
    { donation_ref: whole, returned_amount: "0", charge_version: "0" },
  ]);
});
