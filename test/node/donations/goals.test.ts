import { expect, it } from "vitest";
import { events } from "../../../src/catalogue.ts";
import { newOwner, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openDonations } from "../../support/donations.ts";

const world = await openDonations();
const { bank, donations, openPage, donate, pay, told } = world;
const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

const goal = (streamerRef: string, amounts: object = {}) => ({
  write: write(),
  streamerRef,
  title: "Mikrofon",
  amounts: {
    target: "50000",
    starting_amount: "0",
    milestones: [{ title: "Separuh", amount: "25000" }],
    ...amounts,
  },
});

it("counts every donation for a goal once, tells when it is reached, and keeps that", async () => {
  const { page, owner } = await openPage();
  const { result } = await donations.createGoal(owner, goal(owner.ownerRef));
  const first = await donate(page, { amount: "30000" });
  await Promise.all([pay(first.donation_ref), pay(first.donation_ref)]);
  const [half] = await donations.listGoals(owner, owner.ownerRef);
  expect(half).toMatchObject({ current: "30000", reached_at: null, version: 2 });
  expect(half?.milestones).toEqual([{ title: "Separuh", amount: "25000", is_reached: true }]);

  const second = await donate(page, { amount: "20000" });
  await pay(second.donation_ref);
  await pay(first.donation_ref, "REFUNDED");
  await pay(first.donation_ref, "REFUNDED");
  const [after] = await donations.listGoals(owner, owner.ownerRef);
  expect(after?.current).toBe("20000");
  expect(after?.reached_at).not.toBeNull();
  expect(await bank.eventsOf(result.goal_ref)).toEqual([
    "goal.created",
    "goal.progressed",
    "goal.reached",
    "goal.progressed",
  ]);
});

it("announces goals and countdowns in the words of their schemas, without anybody's", async () => {
  const { page, owner } = await openPage();
  await donations.createGoal(owner, goal(owner.ownerRef));
  await donations.setTimer(owner, timer(owner.ownerRef, {}));
  await pay((await donate(page, { amount: "50000" })).donation_ref);
  const rows = await queryAs<{ event_type: string; payload: object }>(
    bank.ownerUrl,
    "select event_type, payload from platform.outbox_events where aggregate_type in ('goal', 'timer', 'streamer')",
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const { event_type, payload } of rows) {
    const schema = events.find(({ type }) => type === event_type)?.data;
    expect([event_type, schema?.safeParse(payload).error]).toEqual([event_type, undefined]);
    expect(JSON.stringify(payload)).not.toContain("Mikrofon");
  }
});

it("counts only from its beginning until its end, over what there was before", async () => {
  const { page, owner } = await openPage();
  await pay((await donate(page)).donation_ref);
  const begun = goal(owner.ownerRef, { starting_amount: "1000" });
  const { result } = await donations.createGoal(owner, begun);
  expect(result.current).toBe("1000");
  const end = { write: write(), goalRef: result.goal_ref, amounts: {}, isEnded: true };
  await donations.updateGoal(owner, end);
  await pay((await donate(page)).donation_ref);
  const [ended] = await donations.listGoals(owner, owner.ownerRef);
  expect(ended).toMatchObject({ current: "1000" });
  const again = { ...end, write: write() };
  await expect(donations.updateGoal(owner, again)).rejects.toEqual(refusal("goal_ended"));
  expect((await donations.getStreamer({ slug: page.slug, ip: null })).goals).toEqual([]);
});

it("refuses an eleventh goal, a stranger's hand and an amount that is none", async () => {
  const { owner } = await openPage();
  for (let n = 0; n < 10; n += 1) await donations.createGoal(owner, goal(owner.ownerRef));
  const more = donations.createGoal(owner, goal(owner.ownerRef));
  await expect(more).rejects.toEqual(refusal("too_many_goals"));
  const stranger = donations.createGoal(newOwner(), goal(owner.ownerRef));
  await expect(stranger).rejects.toEqual(refusal("streamer_not_found"));
  const nothing = donations.createGoal(owner, goal(owner.ownerRef, { target: "0" }));
  await expect(nothing).rejects.toEqual(refusal("validation_failed"));
  const [one] = await donations.listGoals(owner, owner.ownerRef);
  const theirs = { write: write(), goalRef: one?.goal_ref ?? "", amounts: {}, isEnded: true };
  await expect(donations.updateGoal(newOwner(), theirs)).rejects.toEqual(refusal("goal_not_found"));
});

const timer = (streamerRef: string, changes: object) => ({
  write: write(),
  streamerRef,
  unitAmount: "10000",
  secondsPerUnit: 60,
  remainingSeconds: 3_600,
  addSeconds: 0,
  isRunning: true,
  latestEndAt: null,
  ...changes,
});
const secondsBetween = (earlier: string | null, later: string | null) =>
  (Date.parse(later ?? "") - Date.parse(earlier ?? "")) / 1_000;

it("lengthens a countdown by each whole unit that is given, running or standing", async () => {
  const { page, owner } = await openPage();
  const before = (await donations.setTimer(owner, timer(owner.ownerRef, {}))).result;
  await pay((await donate(page, { amount: "25000" })).donation_ref);
  await pay((await donate(page, { amount: "9999" })).donation_ref);
  const after = await donations.getTimer(owner, owner.ownerRef);
  expect(secondsBetween(before.ends_at, after.ends_at)).toBe(120);
  expect(after.version).toBe(2);

  await donations.setTimer(owner, timer(owner.ownerRef, { isRunning: false }));
  await pay((await donate(page, { amount: "10000" })).donation_ref);
  const stands = await donations.getTimer(owner, owner.ownerRef);
  expect(stands).toMatchObject({ ends_at: null, remaining_seconds: 3_660 });
});

it("lengthens a countdown no further than its latest end, and not at all when it has run out", async () => {
  const { page, owner } = await openPage();
  const latestEndAt = new Date(Date.now() + 3_630_000).toISOString();
  await donations.setTimer(owner, timer(owner.ownerRef, { latestEndAt }));
  await pay((await donate(page, { amount: "50000" })).donation_ref);
  expect((await donations.getTimer(owner, owner.ownerRef)).ends_at).toBe(latestEndAt);

  const over = timer(owner.ownerRef, { remainingSeconds: 0 });
  const { ends_at } = (await donations.setTimer(owner, over)).result;
  await pay((await donate(page, { amount: "50000" })).donation_ref);
  expect((await donations.getTimer(owner, owner.ownerRef)).ends_at).toBe(ends_at);
});

it("shortens a countdown by what was given back, once, and by no more than is left of it", async () => {
  const { page, owner } = await openPage();
  const before = (await donations.setTimer(owner, timer(owner.ownerRef, {}))).result;
  const one = await donate(page, { amount: "25000" });
  const other = await donate(page, { amount: "10000" });
  for (const { donation_ref } of [one, other]) await pay(donation_ref);
  await pay(one.donation_ref, "CHARGEBACK");
  await pay(one.donation_ref, "CHARGEBACK");
  const after = await donations.getTimer(owner, owner.ownerRef);
  expect(secondsBetween(before.ends_at, after.ends_at)).toBe(60);
  expect((await bank.eventsOf(owner.ownerRef)).filter((type) => type.startsWith("timer"))).toEqual([
    "timer.set",
    "timer.lengthened",
    "timer.lengthened",
    "timer.shortened",
  ]);

  const standing = { isRunning: false, remainingSeconds: 30, secondsPerUnit: 90 };
  await donations.setTimer(owner, timer(owner.ownerRef, standing));
  const third = await donate(page, { amount: "10000" });
  await pay(third.donation_ref);
  await pay(third.donation_ref, "REFUNDED");
  // What was given to the countdown before it was set anew is not in this one.
  await pay(other.donation_ref, "REFUNDED");
  const left = await donations.getTimer(owner, owner.ownerRef);
  expect(left).toMatchObject({ ends_at: null, remaining_seconds: 30 });
});

it("takes back only what a donation had really added, and leaves alone what has run out", async () => {
  const { page, owner } = await openPage();
  const latestEndAt = new Date(Date.now() + 3_630_000).toISOString();
  const set = (await donations.setTimer(owner, timer(owner.ownerRef, { latestEndAt }))).result;
  const capped = await donate(page, { amount: "50000" });
  await pay(capped.donation_ref);
  await pay(capped.donation_ref, "REFUNDED");
  expect((await donations.getTimer(owner, owner.ownerRef)).ends_at).toBe(set.ends_at);

  const late = await donate(page, { amount: "10000" });
  await donations.setTimer(owner, timer(owner.ownerRef, {}));
  await pay(late.donation_ref);
  const [over] = await queryAs<{ ends_at: Date }>(
    bank.ownerUrl,
    "update donations.timers set ends_at = '2026-01-01T00:00Z' where streamer_ref = $1 returning ends_at",
    [owner.ownerRef],
  );
  await pay(late.donation_ref, "REFUNDED");
  const ended = await donations.getTimer(owner, owner.ownerRef);
  expect(ended.ends_at).toBe(over?.ends_at.toISOString());
});

it("pauses, goes on and is moved without losing what was given meanwhile", async () => {
  const { page, owner } = await openPage();
  const set = (changes: object) => donations.setTimer(owner, timer(owner.ownerRef, changes));
  const keep = { remainingSeconds: undefined };
  const given = await donate(page, { amount: "10000" });
  await set({});
  await pay(given.donation_ref);
  const paused = (await set({ ...keep, isRunning: false })).result;
  expect(paused).toMatchObject({ ends_at: null });
  // Some of the 3,660 seconds may have passed on a busy machine.
  expect(paused.remaining_seconds).toBeGreaterThan(3_600);
  expect(paused.remaining_seconds).toBeLessThan(3_661);
  const more = (await set({ ...keep, isRunning: false, addSeconds: 300 })).result;
  expect(more.remaining_seconds).toBe((paused.remaining_seconds ?? 0) + 300);
  await pay(given.donation_ref, "REFUNDED");
  const shortened = await donations.getTimer(owner, owner.ownerRef);
  expect(shortened.remaining_seconds).toBe((paused.remaining_seconds ?? 0) + 240);
  const running = (await set({ ...keep })).result;
  const moved = (await set({ ...keep, addSeconds: -60 })).result;
  expect(secondsBetween(running.ends_at, moved.ends_at)).toBe(-60);
  const over = (await set({ ...keep, isRunning: false, addSeconds: -86_400 })).result;
  expect(over.remaining_seconds).toBe(0);
  const first = timer((await openPage()).owner.ownerRef, { ...keep, isRunning: false });
  const nobody = { ...owner, ownerRef: first.streamerRef };
  expect((await donations.setTimer(nobody, first)).result.remaining_seconds).toBe(0);
});

it("takes nothing off a countdown that ran out and was begun again", async () => {
  const { page, owner } = await openPage();
  await donations.setTimer(owner, timer(owner.ownerRef, {}));
  const given = await donate(page, { amount: "10000" });
  await pay(given.donation_ref);
  await queryAs(
    bank.ownerUrl,
    "update donations.timers set ends_at = '2026-01-01T00:00Z' where streamer_ref = $1",
    [owner.ownerRef],
  );
  const again = { remainingSeconds: undefined, isRunning: false, addSeconds: 300 };
  await donations.setTimer(owner, timer(owner.ownerRef, again));
  await pay(given.donation_ref, "REFUNDED");

  const left = await donations.getTimer(owner, owner.ownerRef);
  expect(left.remaining_seconds).toBe(300);
});

it("has no countdown before one is set", async () => {
  const { owner } = await openPage();
  const nothing = donations.getTimer(owner, owner.ownerRef);
  await expect(nothing).rejects.toEqual(refusal("timer_not_found"));
});

it("tells the stage absolute numbers, each newer than the one before", async () => {
  const { page, owner } = await openPage({ running_text: "Terima kasih" });
  await donations.createGoal(owner, goal(owner.ownerRef));
  await donations.setTimer(owner, timer(owner.ownerRef, {}));
  await pay((await donate(page, { amount: "30000" })).donation_ref);

  const widgets = await donations.widgets(owner.ownerRef);
  expect(widgets.map(({ widget }) => widget)).toEqual(["goal", "timer", "leaderboard", "ticker"]);
  expect(widgets[0]).toMatchObject({ rev: 2, data: { current: "30000", target: "50000" } });
  expect(widgets[3]?.data).toEqual({ text: "Terima kasih", language: "id-ID" });
  const lastGoal = told.findLast((said) => said.what === "widget" && said.widget.widget === "goal");
  expect(lastGoal).toMatchObject({ widget: widgets[0] });
});
