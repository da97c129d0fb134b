import { expect, it } from "vitest";
import { createEventService, type EventService } from "../../../src/platform/event-service.ts";
import { operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { type Delivery, openDelivery } from "../../support/delivery.ts";

type Scene = Delivery & {
  readonly events: EventService;
  /** A wallet with three events, of which the second is poison. */
  readonly wallet: string;
  readonly poison: string;
  readonly others: readonly string[];
  /** As if the pause before the next attempt had passed. */
  readonly passTime: () => Promise<void>;
  readonly parked: () => Promise<Record<string, unknown>[]>;
};

async function openScene(): Promise<Scene> {
  const delivery = await openDelivery();
  const { bank, probe } = delivery;
  const [wallet = "", ...others] = await delivery.live(3);
  const happened = await delivery.happened();
  const isPoison = ({ aggregate_ref, sequence }: { aggregate_ref: string; sequence: number }) =>
    aggregate_ref === wallet && sequence === 2;
  const poison = happened.find(isPoison)?.event_ref ?? "";
  await probe.poison(poison);
  await delivery.relay();
  return {
    ...delivery,
    events: createEventService({ ...bank, groups: [probe.group], poke: null }),
    wallet,
    poison,
    others,
    passTime: async () => {
      await queryAs(
        bank.ownerUrl,
        "update platform.parked_events set next_attempt_at = now() where next_attempt_at is not null",
      );
    },
    parked: () =>
      queryAs(
        bank.ownerUrl,
        "select sequence::integer, reason, attempts from platform.parked_events order by sequence",
      ),
  };
}

const everything = { filters: {}, limit: 10, cursor: undefined };
const settle = (events: EventService, deadLetterRef: string, decision: "REPLAY" | "DROP") =>
  events.settleDeadLetter(operator, { write: write(), deadLetterRef, decision });

async function onlyLetter(events: EventService) {
  const { rows } = await events.listDeadLetters(everything);
  const [letter] = rows;
  if (!letter || rows.length > 1) throw new Error(`There are ${rows.length} dead letters.`);
  return letter;
}

it("puts an event that cannot be taken aside, alone with what follows about the same thing", async () => {
  const { consume, sent, probe, wallet, poison, others, parked, happened, reports } =
    await openScene();
  await consume(sent());
  expect(await probe.takenOf(wallet)).toEqual([1]);
  for (const other of others) expect(await probe.takenOf(other)).toEqual([1, 2, 3]);
  expect(await probe.taken()).toHaveLength((await happened()).length - 2);
  expect(await parked()).toEqual([
    { sequence: 2, reason: "FAILED", attempts: 1 },
    { sequence: 3, reason: "EARLY", attempts: 0 },
  ]);
  expect(reports).toMatchObject([
    { event: "event_put_aside", group: "probe", event_ref: poison, type: "wallet.frozen" },
  ]);
  // The same again changes nothing: a queue does that.
  await consume(sent());
  expect(await parked()).toEqual([
    { sequence: 2, reason: "FAILED", attempts: 1 },
    { sequence: 3, reason: "EARLY", attempts: 0 },
  ]);
});

it("blames the one that is at fault, and not the one that it waited for", async () => {
  const { consume, sent, probe, wallet, parked } = await openScene();
  const [first = "", second = "", third = ""] = sent().filter((event) => event.includes(wallet));
  await consume([third]);
  await consume([second]);
  await consume([first]);
  expect(await probe.takenOf(wallet)).toEqual([1]);
  expect(await parked()).toEqual([
    { sequence: 2, reason: "FAILED", attempts: 1 },
    { sequence: 3, reason: "EARLY", attempts: 0 },
  ]);
});

it("tries it again by itself, and lets what waited follow", async () => {
  const { consume, sent, probe, passTime, parked, events, expectOnceAndInOrder } =
    await openScene();
  await consume(sent());
  await probe.cure();
  await events.retryDue();
  expect(await parked(), "it is not due yet").toHaveLength(2);
  await passTime();
  await events.retryDue();
  await expectOnceAndInOrder();
  expect(await parked()).toEqual([]);
  expect((await events.listDeadLetters(everything)).rows).toEqual([]);
});

it("gives an event up after eight attempts, and then waits for a person", async () => {
  const { consume, sent, passTime, parked, events, poison } = await openScene();
  await consume(sent());
  for (let attempt = 2; attempt <= 8; attempt += 1) {
    expect((await onlyLetter(events)).status).toBe("FAILED");
    await passTime();
    await events.retryDue();
    expect((await parked())[0]).toMatchObject({ attempts: attempt });
  }
  const letter = await onlyLetter(events);
  expect(letter).toMatchObject({
    status: "DEAD",
    event_ref: poison,
    event_type: "wallet.frozen",
    attempts: 8,
    blocked: 1,
    next_attempt_at: null,
  });
  expect(letter.error).toContain("This event is poison.");
  await passTime();
  await events.retryDue();
  await consume(sent());
  expect((await parked())[0]).toEqual({ sequence: 2, reason: "DEAD", attempts: 8 });
  expect((await events.getDeadLetter(letter.dead_letter_ref)).event).toMatchObject({
    id: poison,
    data: { status: "FROZEN" },
  });
});

it("takes a dead letter that is replayed once its fault is mended, and everything behind it", async () => {
  const { bank, relay, consume, sent, probe, events, expectOnceAndInOrder } = await openScene();
  await consume(sent());
  await queryAs(
    bank.ownerUrl,
    "update platform.parked_events set reason = 'DEAD', next_attempt_at = null where reason = 'FAILED'",
  );
  const { dead_letter_ref: ref } = await onlyLetter(events);
  expect((await settle(events, ref, "REPLAY")).result).toMatchObject({ status: "FAILED" });
  expect(await onlyLetter(events)).toMatchObject({ attempts: 2, status: "FAILED" });
  await probe.cure();
  await settle(events, ref, "REPLAY");
  await expect(events.getDeadLetter(ref)).rejects.toMatchObject({ code: "dead_letter_not_found" });
  expect(await bank.eventsOf(ref)).toEqual(["dead_letter.replayed", "dead_letter.replayed"]);
  await relay();
  await consume(sent());
  await expectOnceAndInOrder();
});

it("passes over a dead letter that is dropped, and takes everything behind it", async () => {
  const { bank, consume, sent, probe, wallet, events, parked } = await openScene();
  await consume(sent());
  const { dead_letter_ref: ref } = await onlyLetter(events);
  const request = {
    write: write("drop-it-once"),
    deadLetterRef: ref,
    decision: "DROP",
  } as const;
  const dropped = await events.settleDeadLetter(operator, request);
  expect(await probe.takenOf(wallet)).toEqual([1, 3]);
  expect(await parked()).toEqual([]);
  expect(await events.settleDeadLetter(operator, request)).toEqual({
    ...dropped,
    isReplayed: true,
  });
  await consume(sent());
  expect(await probe.takenOf(wallet)).toEqual([1, 3]);
  expect(await bank.eventsOf(ref)).toEqual(["dead_letter.dropped"]);
  await expect(settle(events, ref, "DROP")).rejects.toMatchObject({
    code: "dead_letter_not_found",
  });
});

it("does not decide twice about a letter that is dropped already", async () => {
  const { bank, consume, sent, events } = await openScene();
  await consume(sent());
  const { dead_letter_ref: ref } = await onlyLetter(events);
  await queryAs(
    bank.ownerUrl,
    "update platform.parked_events set reason = 'DROPPED' where reason = 'FAILED'",
  );
  await expect(settle(events, ref, "REPLAY")).rejects.toMatchObject({
    code: "dead_letter_dropped",
  });
});

it("counts what was sent, taken and parked, and how late it was", async () => {
  const { consume, sent, events, happened, live, relay } = await openScene();
  const total = (await happened()).length;
  const [before] = (await events.status()).groups;
  expect(before).toMatchObject({ group: "probe", sent: total, consumed: 0, waiting: total });
  await consume(sent());
  await live(1);
  const status = await events.status();
  expect(status.groups).toMatchObject([
    { sent: total, consumed: total - 2, waiting: 2, early: 1, failed: 1, dead: 0 },
  ]);
  expect(status.groups[0]?.relay_lag_ms).toBeGreaterThan(0);
  expect(status.groups[0]?.last_lag_ms).toBeGreaterThan(0);
  await relay();
  expect((await events.status()).groups[0]?.relay_lag_ms).toBe(0);
  const { dead_letter_ref: ref } = await onlyLetter(events);
  await settle(events, ref, "DROP");
  await relay();
  await consume(sent());
  expect((await events.status()).groups).toMatchObject([
    { waiting: 0, early: 0, failed: 0, dead: 0 },
  ]);
});

it("pages through dead letters, newest first, by what is asked for", async () => {
  const { consume, sent, events, probe, happened } = await openScene();
  for (const { event_ref } of await happened()) await probe.poison(event_ref);
  await consume(sent());
  const all = (await events.listDeadLetters({ ...everything, limit: 100 })).rows;
  expect(all.length).toBeGreaterThan(5);
  const refs = all.map(({ dead_letter_ref }) => dead_letter_ref);
  expect(refs).toEqual(refs.toSorted().toReversed());
  const first = await events.listDeadLetters({ ...everything, limit: 2 });
  const second = await events.listDeadLetters({
    ...everything,
    limit: 100,
    cursor: first.nextCursor ?? "",
  });
  expect([...first.rows, ...second.rows]).toEqual(all);
  const opened = await events.listDeadLetters({
    ...everything,
    filters: { event_type: "wallet.opened", status: "FAILED", group: "probe" },
  });
  expect(opened.rows).toHaveLength(3);
  const none = await events.listDeadLetters({ ...everything, filters: { status: "DEAD" } });
  expect(none.rows).toEqual([]);
});

it("drops nothing of a group that may have no holes, and still replays it", async () => {
  const { bank, consume, sent, probe, expectOnceAndInOrder, relay } = await openScene();
  const groups = [{ ...probe.group, hasNoHoles: true }];
  const events = createEventService({ ...bank, groups, poke: null });
  await consume(sent());
  const { dead_letter_ref: ref } = await onlyLetter(events);
  await expect(settle(events, ref, "DROP")).rejects.toMatchObject({
    code: "dead_letter_undroppable",
    extensions: { dead_letter_ref: ref, group: "probe" },
  });
  await probe.cure();
  await settle(events, ref, "REPLAY");
  await relay();
  await consume(sent());
  await expectOnceAndInOrder();
});
