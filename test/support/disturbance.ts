import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { seeded } from "../../dev/seeded.ts";
import { consumeBatch } from "../../src/platform/consume-batch.ts";
import { type ConsumeDeps, retryEvents } from "../../src/platform/consume-events.ts";
import type { ConsumerGroup } from "../../src/platform/consumer-group.ts";
import { platformProblem } from "../../src/platform/errors.ts";
import { eventsOf } from "../../src/platform/event-bundles.ts";
import { type RelayDeps, relayEvents } from "../../src/platform/relay.ts";
import { sweepEvents } from "../../src/platform/sweep-events.ts";
import { forwardLate } from "../../src/readmodels/forward-report.ts";
import { forwardReport } from "../../src/readmodels/index.ts";
import { consumerGroups } from "../../src/subscriptions.ts";
import { openBroker } from "./broker.ts";
import { queryAs } from "./database.ts";
import { shuffled } from "./delivery.ts";
import { openStores, type Stores } from "./other-stores.ts";
import type { Twin } from "./twins.ts";

/** How badly a twin is treated until everything works again. */
export type Disturbance = {
  readonly seed: number;
  /** How likely each round trip is cut before it, is cut after its commit, or is answered with a failure. */
  readonly cuts: number;
  /** How likely whoever took events is lost after their commit, and each other store is away. */
  readonly losses: number;
  readonly mostCopies: number;
  /** Whether queues lose some messages for good, and leave them to the sweep. */
  readonly isLossy: boolean;
  readonly mostEventsAPart: number;
};

type Part = { readonly group: ConsumerGroup; readonly bodies: string[] };

// Every fault is spent at some time, so that every run ends.
const cutsAtMost = 20;
// What fails more often than this is dead, and an operator's.
const minutesAtMost = 5;
const heldPauseMs = 20;

/** Brings all events of a twin to every group, and answers what the other stores were told and what a sweep had to find. */
export async function deliverTo(twin: Twin, disturbance?: Disturbance) {
  const dice = seeded(disturbance?.seed ?? 0);
  const trouble = { losses: 0 };
  const isLost = () => dice() < trouble.losses;
  const stores = openStores(twin.database, isLost);
  const consumers = openConsumers(twin, stores, isLost);
  if (disturbance) {
    const cure = await poisonSomething(twin, dice);
    trouble.losses = disturbance.losses;
    twin.proxy.faults?.arm({ kind: "cut-after-commit", times: 1, matching: "relay_move" });
    for (const kind of ["cut-before-statement", "cut-after-commit", "answer-500"] as const) {
      twin.proxy.faults?.arm({ kind, times: cutsAtMost, probability: disturbance.cuts });
    }
    await consumers.relay();
    await consumeAnyhow(consumers, disturbance, dice);
    await cure();
    // No queue brings what these two take a second time, so whoever is lost at it is not followed by a better one.
    trouble.losses = Math.ceil(disturbance.losses);
    await consumers.passMinute();
    // Only where there is something to find: it must not hide what was not taken.
    if (disturbance.isLossy) await consumers.sweep().catch(() => undefined);
    trouble.losses = 0;
    twin.proxy.faults?.disarm();
  }
  await consumeRest(consumers);
  const missing = await consumers.sweep();
  // What was taken so late may have set off a monitor.
  await consumeRest(consumers);
  return { stores: stores.kept(), missing };
}

async function consumeAnyhow(
  { newlySent, isTaken, passMinute }: Consumers,
  disturbance: Disturbance,
  dice: () => number,
): Promise<void> {
  const parts = consumerGroups.flatMap((group) =>
    partsOf(group, newlySent(group), disturbance, dice),
  );
  const waiting = shuffled(parts, disturbance.seed);
  let minutes = 0;
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    // Some come later than they might, and what was not taken comes again, alone or beside others.
    if (dice() < 0.1 || !(await isTaken(part))) {
      const { group, bodies } = part;
      const other = dice() < 0.5 ? waiting.find((each) => each.group === group) : undefined;
      if (other) other.bodies.push(...bodies);
      else waiting.push(part);
    }
    if (dice() < 0.05 && minutes < minutesAtMost) {
      minutes += 1;
      await passMinute();
    }
  }
}

async function consumeRest({ relay, newlySent, isTaken, passMinute }: Consumers): Promise<void> {
  await relay();
  for (const group of consumerGroups) {
    const bodies = newlySent(group);
    if (bodies.length > 0) expect(await isTaken({ group, bodies }), group.name).toBe(true);
  }
  expect(await passMinute(), "everything that was due").toBe(true);
}

type Consumers = ReturnType<typeof openConsumers>;

function openConsumers(twin: Twin, stores: Stores, isLost: () => boolean) {
  const { database } = twin;
  const report = () => undefined;
  const broker = openBroker();
  const told = new Map<ConsumerGroup, number>();
  const depsOf = ({ name }: ConsumerGroup): ConsumeDeps => ({
    ...{ database, report },
    onConsumed: async (result) => {
      if (isLost()) throw platformProblem("database_unavailable", "Nobody is there any more.");
      if (name === "readmodels") await forwardReport(database, stores.forwarders, result);
    },
  });
  return {
    relay: () => relayAll({ database, report, groups: consumerGroups, send: broker.send }),
    /** What the queue of a group was given since this was asked last. */
    newlySent: (group: ConsumerGroup): string[] => {
      const events = broker.bundlesOf(group).flatMap(eventsOf);
      const from = told.get(group) ?? 0;
      told.set(group, events.length);
      return events.slice(from);
    },
    isTaken: async ({ group, bodies }: Part): Promise<boolean> => {
      const outcomes: boolean[] = [];
      await consumeBatch(depsOf(group), group, {
        messages: bodies.map((body) => ({ body, attempts: 1 })),
        ackAll: () => outcomes.push(true),
        retryAll: () => outcomes.push(false),
      });
      expect(outcomes).toHaveLength(1);
      return outcomes[0] === true;
    },
    /** What a minute's cron does, and whether it was done. Whoever is lost at it is followed by the next one. */
    passMinute: async (): Promise<boolean> => {
      await queryAs(
        twin.ownerUrl,
        "update platform.parked_events set next_attempt_at = now() where next_attempt_at is not null",
      );
      const jobs = consumerGroups.map((group) => retryEvents(depsOf(group), group));
      const done = await Promise.allSettled([...jobs, forwardLate(database, stores.forwarders)]);
      return done.every(({ status }) => status === "fulfilled");
    },
    sweep: async (): Promise<number[]> => {
      const swept = consumerGroups.map((group) => sweepEvents(depsOf(group), group));
      return (await Promise.all(swept)).map(({ missing }) => missing);
    },
  };
}

/** Runs of the relay until one has sent everything: a lost one is followed by another, and other tests hold it up. */
async function relayAll(deps: RelayDeps): Promise<void> {
  for (;;) {
    const outcome = await relayEvents(deps).catch(() => null);
    if (outcome?.state === "done") return;
    if (outcome) await sleep(heldPauseMs);
  }
}

/** Each event in as many copies as it happens, in any order, in messages and calls of any size. */
function partsOf(
  group: ConsumerGroup,
  events: readonly string[],
  { seed, mostCopies, isLossy, mostEventsAPart }: Disturbance,
  dice: () => number,
): Part[] {
  const upTo = (most: number) => 1 + Math.floor(dice() * most);
  const copies = events.flatMap((event) =>
    Array<string>(isLossy && dice() < 0.1 ? 0 : upTo(mostCopies)).fill(event),
  );
  const rest = shuffled(copies, seed);
  const parts: Part[] = [];
  while (rest.length > 0) {
    const part = rest.splice(0, upTo(mostEventsAPart));
    const bodies: string[] = [];
    while (part.length > 0) bodies.push(part.splice(0, upTo(10)).join("\n"));
    parts.push({ group, bodies });
  }
  return parts;
}

/** Has each group fail at one thing, until it is cured. */
async function poisonSomething({ ownerUrl }: Twin, dice: () => number) {
  const transactions = await queryAs<{ ref: string }>(
    ownerUrl,
    "select transaction_ref as ref from transactions.transactions order by transaction_ref",
  );
  const targets = [
    ["readmodels.facts", "transaction_ref"],
    ["webhooks.webhook_deliveries", "aggregate_ref"],
    ["audit.audit_logs", "entity_ref"],
  ];
  const triggers = targets.map(([table, column]) => {
    const ref = transactions[Math.floor(dice() * transactions.length)]?.ref;
    return `create trigger poison before insert or update on ${table} for each row
      when (new.${column} = '${ref}') execute function public.refuse_poison()`;
  });
  await queryAs(
    ownerUrl,
    `create function public.refuse_poison() returns trigger language plpgsql as $$
     begin raise exception 'This is poison.'; end $$;
     ${triggers.join(";")}`,
  );
  return () => queryAs(ownerUrl, "drop function public.refuse_poison() cascade");
}
