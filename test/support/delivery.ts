import { expect, inject, onTestFinished } from "vitest";
import { type NeonProxy, openNeonProxy } from "../../dev/neon-proxy.ts";
import { consumeEvents } from "../../src/platform/consume-events.ts";
import { eventsOf } from "../../src/platform/event-bundles.ts";
import { type RelayOutcome, relayEvents } from "../../src/platform/relay.ts";
import { servicesOf } from "../../src/services.ts";
import { directLanes } from "../../src/transactions/index.ts";
import { type Bank, configFor, newOwner, openTestBank, operator, write } from "./bank.ts";
import { type Broker, openBroker } from "./broker.ts";
import { queryAs } from "./database.ts";
import { openProbe, type Probe, type Taken } from "./probe.ts";

/** The whole way of events over the real SQL: a bank, a relay, queues in memory and a group of consumers. */
export type Delivery = {
  readonly bank: Bank;
  readonly probe: Probe;
  readonly broker: Broker;
  /** Breaks the way to the database when it is told to. */
  readonly proxy: NeonProxy;
  /** What was reported, as one would read it in the log. */
  readonly reports: readonly Report[];
  /** One run of the relay. */
  readonly relayOnce: () => Promise<RelayOutcome>;
  /** Runs of the relay until it is held by nobody; other tests' transactions hold it too. */
  readonly relay: () => Promise<RelayOutcome>;
  readonly consume: (events: readonly string[]) => Promise<void>;
  /** Every event that the queue was ever given. */
  readonly sent: () => string[];
  /** Wallets that live through several events each, and money that arrives in them. */
  readonly live: (wallets: number) => Promise<string[]>;
  readonly happened: () => Promise<Taken[]>;
  readonly expectOnceAndInOrder: () => Promise<void>;
};

const heldPauseMs = 20;

export type Report = { readonly event: string } & Readonly<Record<string, unknown>>;

export async function openDelivery(): Promise<Delivery> {
  const bank = await openTestBank();
  const { hostname: host, port } = new URL(inject("testStack").ownerUrl);
  const proxy = await openNeonProxy({
    port: 0,
    database: { host, port: Number.parseInt(port, 10) },
    faults: {},
  });
  onTestFinished(() => proxy.close());
  const { database } = servicesOf(configFor(bank.appUrl, proxy.url), directLanes);
  const probe = await openProbe(bank);
  const broker = openBroker();
  const reports: Report[] = [];
  const report = (event: string, fields: Readonly<Record<string, unknown>>) =>
    void reports.push({ event, ...fields });
  const deps = { database, report };
  const happened = () =>
    queryAs<Taken>(
      bank.ownerUrl,
      `select event_ref, event_type, aggregate_ref, sequence::integer
       from platform.outbox_events order by transaction_xid, event_ref`,
    );
  const relayOnce = () => relayEvents({ ...deps, groups: [probe.group], send: broker.send });
  const relay = async (): Promise<RelayOutcome> => {
    const outcome = await relayOnce();
    if (outcome.state === "done") return outcome;
    await new Promise((resolve) => setTimeout(resolve, heldPauseMs));
    const rest = await relay();
    return { ...rest, sent: outcome.sent + rest.sent };
  };
  return {
    bank,
    probe,
    broker,
    proxy,
    reports,
    relayOnce,
    relay,
    consume: (events) => consumeEvents(deps, probe.group, events),
    sent: () => broker.bundlesOf(probe.group).flatMap(eventsOf),
    live: (wallets) => liveIn(bank, wallets),
    happened,
    expectOnceAndInOrder: async () => expectOnceAndInOrder(await probe.taken(), await happened()),
  };
}

async function liveIn(bank: Bank, wallets: number): Promise<string[]> {
  const refs: string[] = [];
  for (let index = 0; index < wallets; index += 1) {
    const owner = newOwner();
    const { wallet_ref: walletRef } = await bank.openWallet({ owner });
    await bank.wallets.freeze(owner, { write: write(), walletRef, mode: "ALL" });
    await bank.wallets.unfreeze(owner, { write: write(), walletRef });
    await bank.transactions.topUp(operator, {
      manner: { isAsync: false, write: write() },
      body: { wallet_ref: walletRef, amount: "1000", currency: "IDR" },
    });
    refs.push(walletRef);
  }
  return refs;
}

/** Nothing lost, nothing invented, nothing twice, and everything about one thing in its order. */
function expectOnceAndInOrder(taken: readonly Taken[], truth: readonly Taken[]): void {
  const refsOf = (events: readonly Taken[]) => events.map(({ event_ref }) => event_ref).toSorted();
  expect(refsOf(taken)).toEqual(refsOf(truth));
  for (const own of Map.groupBy(taken, ({ aggregate_ref }) => aggregate_ref).values()) {
    expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_event, index) => index + 1));
  }
}

/** Another order that follows from a number alone, so that a failure can be seen again. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  return items
    .map((item) => ({ item, place: next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
