import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { consumeBatch } from "../../../src/platform/consume-batch.ts";
import { type RelayDeps, relayEvents } from "../../../src/platform/relay.ts";
import { consumerGroups } from "../../../src/subscriptions.ts";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

// What a run of all tests has time for; SAKU_DRAINED_EVENTS=100000 drains as many.
const total = Number.parseInt(process.env.SAKU_DRAINED_EVENTS ?? "6000", 10);
const eventsACommit = 200;
const messagesACall = 10;
const mebibyte = 1_048_576;
const patienceMs = 1_200_000;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function heapMiB(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / mebibyte;
}

it(
  "drains what has gathered to every group, without growing and without falling behind",
  async () => {
    const bank = await openTestBank();
    await fill(bank.ownerUrl);
    const deps = { database: bank.database, report: () => undefined };
    const heap: number[] = [];
    let relayed = 0;

    // Each queue holds one call at a time, as Cloudflare holds a consumer's backlog outside of the Worker.
    const relay: RelayDeps = {
      ...deps,
      groups: consumerGroups,
      send: async (group, bundles) => {
        for (let from = 0; from < bundles.length; from += messagesACall) {
          const bodies = bundles.slice(from, from + messagesACall);
          let isTaken = false;
          await consumeBatch(deps, group, {
            messages: bodies.map((body) => ({ body, attempts: 1 })),
            ackAll: () => {
              isTaken = true;
            },
            retryAll: () => undefined,
          });
          if (!isTaken) throw new Error("It has to come again.");
        }
      },
      onSent: (events) => {
        relayed += events.length;
        heap.push(heapMiB());
      },
    };
    // Other tests' transactions, in databases beside this one, may hold events up for a moment.
    while ((await relayEvents(relay)).state === "held") await sleep(20);

    expect(relayed).toBe(total);
    const { groups } = await bank.events.status();
    expect(groups.map(({ group }) => group).toSorted()).toEqual(
      consumerGroups.map(({ name }) => name).toSorted(),
    );
    for (const { group, sent, consumed, relay_lag_ms, early, failed, dead } of groups) {
      expect({ group, relay_lag_ms, consumed, early, failed, dead }).toEqual({
        group,
        relay_lag_ms: 0,
        consumed: sent,
        early: 0,
        failed: 0,
        dead: 0,
      });
    }
    const early = heap[Math.floor(heap.length / 4)] ?? 0;
    expect((heap.at(-1) ?? 0) - early, `MiB, of ${heap.map(Math.round)}`).toBeLessThan(25);
  },
  patienceMs,
);

/** Wallets that were opened, in commits of many, past HTTP: it is not what is tested here. */
async function fill(ownerUrl: string): Promise<void> {
  for (let count = 0; count < total; count += eventsACommit) {
    await queryAs(
      ownerUrl,
      `select wallets.open_wallet(
         jsonb_build_object('scope', platform.new_ref(), 'event_ref', platform.new_ref()),
         jsonb_build_object('wallet_ref', platform.new_ref(), 'account_ref', platform.new_ref(),
           'owner_ref', platform.new_ref(), 'type', 'CASH', 'currency', 'IDR', 'name', 'Full', 'slug', 'full'))
       from generate_series(1, $1::integer)`,
      [Math.min(eventsACommit, total - count)],
    );
  }
}
