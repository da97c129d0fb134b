import fc from "fast-check";
import { expect, it } from "vitest";
import { delayAfter } from "../../../src/platform/consume-batch.ts";
import { createEventService } from "../../../src/platform/event-service.ts";
import { publishedEventSchema } from "../../../src/platform/published-event.ts";
import { relayEvents } from "../../../src/platform/relay.ts";
import { queryAs } from "../../support/database.ts";
import { openDelivery, shuffled } from "../../support/delivery.ts";
import { newRef } from "../../support/refs.ts";
import { openRival } from "../../support/rival.ts";

it("sends every event once, as a CloudEvent, and then nothing more", async () => {
  const { live, happened, relay, sent } = await openDelivery();
  await live(2);
  const truth = await happened();
  expect(await relay()).toEqual({ sent: truth.length, state: "done", refused: [] });
  const events = sent().map((text) => publishedEventSchema.parse(JSON.parse(text)));
  expect(events.map(({ id }) => id)).toEqual(truth.map(({ event_ref }) => event_ref));
  expect(await relay()).toEqual({ sent: 0, state: "done", refused: [] });
  expect(sent()).toHaveLength(truth.length);
});

it("takes each once and in order, whatever comes one to three times, shuffled, in parts, and cut off before or after its commit", async () => {
  const { live, relay, sent, consume, probe, proxy, expectOnceAndInOrder } = await openDelivery();
  await live(6);
  await relay();
  const events = sent();
  const scenario = fc.record({
    copies: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 30, maxLength: 30 }),
    seed: fc.integer(),
    partSize: fc.integer({ min: 1, max: 12 }),
    cuts: fc.array(fc.constantFrom(null, "cut-before-statement", "cut-after-commit"), {
      minLength: 20,
      maxLength: 20,
    }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ copies, seed, partSize, cuts }) => {
      await probe.forget();
      const deliveries = shuffled(
        events.flatMap((event, index) => Array<string>(copies[index % 30] ?? 1).fill(event)),
        seed,
      );
      const parts: string[][] = [];
      for (let from = 0; from < deliveries.length; from += partSize) {
        parts.push(deliveries.slice(from, from + partSize));
      }
      const planned = [...cuts];
      for (let part = parts.shift(); part; part = parts.shift()) {
        const kind = planned.shift();
        if (kind) proxy.faults?.arm({ kind, times: 1, matching: "probe.consume" });
        // What a queue was not told to be done comes again, after what comes in the meantime.
        await consume(part).catch(() => parts.push(part));
        proxy.faults?.disarm();
      }
      await expectOnceAndInOrder();
    }),
    { numRuns: 15 },
  );
}, 240_000);

it("takes them once while several consumers are given the same at the same moment", async () => {
  const { live, relay, sent, consume, expectOnceAndInOrder } = await openDelivery();
  await live(8);
  await relay();
  await Promise.all(
    [1, 2, 3, 4].map(async (seed) => {
      const mine = shuffled(sent(), seed);
      for (let from = 0; from < mine.length; from += 7) await consume(mine.slice(from, from + 7));
    }),
  );
  await expectOnceAndInOrder();
});

it.each([
  ["before it knows where it stands", "cut-before-statement", "relay_positions_of"],
  ["before it has read", "cut-before-statement", "relay_read"],
  ["after it has read", "cut-after-commit", "relay_read"],
  ["after it has sent", "cut-before-statement", "relay_move"],
  ["after it has moved on without learning of it", "cut-after-commit", "relay_move"],
] as const)(
  "loses and invents nothing when the relay is lost %s",
  async (_when, kind, matching) => {
    const { live, relay, sent, consume, proxy, expectOnceAndInOrder } = await openDelivery();
    await live(2);
    proxy.faults?.arm({ kind, times: 1, matching });
    await expect(relay()).rejects.toMatchObject({ code: "database_unavailable" });
    await live(1);
    await relay();
    await consume(sent());
    await expectOnceAndInOrder();
  },
);

it("sends twice at worst where two relays run at once", async () => {
  const { live, relay, sent, consume, happened, expectOnceAndInOrder } = await openDelivery();
  await live(3);
  await Promise.all([relay(), relay(), relay()]);
  await live(1);
  await Promise.all([relay(), relay()]);
  expect(new Set(sent()).size).toBe((await happened()).length);
  await consume(sent());
  await expectOnceAndInOrder();
});

it("stays where it is while a queue refuses, and sends everything once it does not", async () => {
  const { live, relay, sent, broker, probe, reports, consume, expectOnceAndInOrder } =
    await openDelivery();
  await live(1);
  broker.refuse(probe.group.queue);
  expect(await relay()).toEqual({ sent: 0, state: "done", refused: ["probe"] });
  expect(reports[0]).toMatchObject({ event: "queue_refused", queue: "saku-probe" });
  await live(1);
  broker.accept();
  await relay();
  await consume(sent());
  await expectOnceAndInOrder();
});

it("sends all of it again where a queue took only a part", async () => {
  const { bank, probe, broker, live, relay, sent, consume, happened, expectOnceAndInOrder } =
    await openDelivery();
  await live(2);
  const total = (await happened()).length;
  const outcome = await relayEvents({
    database: bank.database,
    groups: [probe.group],
    report: () => undefined,
    send: async (group, [first = ""]) => {
      const taken = first.split("\n").slice(0, total / 2);
      await broker.send(group, [taken.join("\n")]);
      throw new Error("The other half was not taken.");
    },
  });
  expect(outcome.refused).toEqual(["probe"]);
  expect(sent().length).toBeLessThan(total);
  await relay();
  expect(new Set(sent()).size).toBe(total);
  await consume(sent());
  await expectOnceAndInOrder();
});

it("waits for a transaction that is still open, because what it commits may stand further ahead", async () => {
  const delivery = await openDelivery();
  const { bank, live, relayOnce, relay, sent, consume, happened, expectOnceAndInOrder } = delivery;
  const early = await openRival(bank.ownerUrl, (client) =>
    client.query(
      `select platform.append_event(jsonb_build_object('event_ref', $1::text), 'wallet.opened', 'wallet', $2, 1, '{}')`,
      [newRef(), newRef()],
    ),
  );
  await live(1);
  expect(await relayOnce()).toEqual({ sent: 0, state: "held", refused: [] });
  await early.end("commit");
  expect(await relay()).toMatchObject({ sent: (await happened()).length, state: "done" });
  await consume(sent());
  await expectOnceAndInOrder();
});

it("is not done where what it could not read has become readable since", async () => {
  const { bank, probe, live, relay, broker, sent, happened } = await openDelivery();
  await live(1);
  const early = await openRival(bank.ownerUrl, (client) =>
    client.query("select pg_current_xact_id()"),
  );
  await live(1);
  const outcome = await relayEvents({
    database: bank.database,
    groups: [probe.group],
    report: () => undefined,
    send: async (group, bundles) => {
      await broker.send(group, bundles);
      await early.end("rollback");
    },
  });
  expect(outcome.state).toBe("held");
  await relay();
  expect(sent()).toHaveLength((await happened()).length);
});

it("finds in the outbox what a queue has lost, once it should have arrived", async () => {
  const delivery = await openDelivery();
  const { bank, live, relay, sent, consume, probe, happened, expectOnceAndInOrder } = delivery;
  await live(3);
  await relay();
  await consume(sent().filter((_event, index) => index % 3 === 0));
  const events = createEventService({
    ...bank,
    groups: [probe.group],
    poke: null,
  });
  await events.sweep();
  expect((await probe.taken()).length, "it is too early to tell").toBeLessThan(
    (await happened()).length,
  );
  await queryAs(
    bank.ownerUrl,
    "update platform.outbox_events set created_at = created_at - interval '6 minutes'",
  );
  await events.sweep();
  await expectOnceAndInOrder();
  await live(1);
  await events.sweep();
  expect((await probe.taken()).length).toBeLessThan((await happened()).length);
});

it("carries an event that no message can hold, and gives its data to whoever takes it", async () => {
  const { bank, relay, sent, consume, probe } = await openDelivery();
  const ref = newRef();
  await queryAs(
    bank.ownerUrl,
    `select platform.append_event(
       jsonb_build_object('event_ref', $1::text), 'wallet.opened', 'wallet', $1, 1,
       jsonb_build_object('filler', repeat('x', 200000))
     )`,
    [ref],
  );
  await relay();
  expect(sent().map((text) => text.length)).toEqual([expect.toSatisfy((size) => size < 1_000)]);
  await queryAs(
    bank.ownerUrl,
    `alter table probe.effects add column size integer;
     create or replace function probe.consume(_events json) returns json
     language plpgsql security definer set search_path = '' as $$
     begin
       insert into probe.effects (aggregate_ref, sequence, size)
       select aggregate_ref, sequence, length(data ->> 'filler') from unnest(platform.admit_events('probe', _events));
       return '{}';
     end $$`,
  );
  await consume(sent());
  expect(await queryAs(bank.ownerUrl, "select size from probe.effects")).toEqual([
    { size: 200_000 },
  ]);
  expect(await probe.takenOf(ref)).toEqual([1]);
});

it("leaves events to be delivered again while the database is away, and blames none", async () => {
  const { live, relay, sent, consume, proxy, probe, bank, expectOnceAndInOrder } =
    await openDelivery();
  await live(1);
  await relay();
  proxy.faults?.arm({ kind: "answer-500", times: 3, matching: "probe.consume" });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(consume(sent())).rejects.toMatchObject({ code: "database_unavailable" });
  }
  expect(await queryAs(bank.ownerUrl, "select from platform.parked_events")).toEqual([]);
  expect(await probe.taken()).toEqual([]);
  await consume(sent());
  await expectOnceAndInOrder();
});

it("blames no event for a function that is not there yet", async () => {
  const { live, relay, sent, consume, bank, expectOnceAndInOrder } = await openDelivery();
  await live(1);
  await relay();
  await queryAs(bank.ownerUrl, "alter function probe.consume(json) rename to consume_later");
  await expect(consume(sent())).rejects.toThrow("probe.consume");
  await queryAs(bank.ownerUrl, "alter function probe.consume_later(json) rename to consume");
  await consume(sent());
  await expectOnceAndInOrder();
});

it("waits longer after each attempt, and never longer than ten minutes", () => {
  expect([1, 2, 3, 5, 10, 11, 100].map(delayAfter)).toEqual([1, 2, 4, 16, 512, 600, 600]);
});
