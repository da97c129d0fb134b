// The product over a database of its own, whose consumers of events write through the very port into the engine.

import type { StackAddresses } from "../../dev/stack.ts";
import { configOf } from "../../src/config.ts";
import { consumeEvents } from "../../src/platform/consume-events.ts";
import { forwardLate } from "../../src/readmodels/forward-report.ts";
import {
  createClickHouseStore,
  type Forwarders,
  forwardReport,
  forwardRows,
  restingAfterFailure,
} from "../../src/readmodels/index.ts";
import { servicesOf } from "../../src/services.ts";
import { consumerGroups } from "../../src/subscriptions.ts";
import { directLanes } from "../../src/transactions/index.ts";
import { type Bank, bankOver } from "../../test/support/bank-over.ts";
import { bindingsOf } from "../../test/support/bindings.ts";
import { sentEvents } from "../../test/support/read-models.ts";
import type { EngineServer } from "./engine.ts";

type Row = Readonly<Record<string, unknown>>;
export type Sending = { readonly table: string; readonly rows: readonly Row[] };

export type Site = {
  readonly bank: Bank;
  readonly engine: EngineServer;
  /** Everything that the engine has taken so far, in order. */
  readonly sendings: readonly Sending[];
  readonly insert: (table: string, rows: readonly Row[]) => Promise<void>;
  /** What has happened since this was asked last. */
  readonly news: () => Promise<string[]>;
  /** What the queue of the read models does with events. */
  readonly hear: (events: readonly string[]) => Promise<void>;
  /** What the cron does until nothing is late; answers of how many things the engine was told. */
  readonly tellLate: () => Promise<number>;
  /** Passes the time for which a store that did not answer is left alone. */
  readonly passRest: () => void;
};

const restMs = 31_000;

export function openSite(addresses: StackAddresses, engine: EngineServer): Site {
  const config = configOf({
    ...bindingsOf(addresses.appUrl, addresses.proxyUrl),
    WALLET_LANES: "1",
    CLICKHOUSE_URL: engine.url,
  });
  const bank = bankOver(servicesOf(config, directLanes), addresses);
  const { database } = bank;
  const store = createClickHouseStore(config.CLICKHOUSE_URL, (...request) => fetch(...request));
  const sendings: Sending[] = [];
  const insert = async (table: string, rows: readonly Row[]) => {
    await store.insert(table, rows);
    if (rows.length > 0) sendings.push({ table, rows });
  };
  let passedMs = 0;
  const clock = { now: () => new Date(performance.timeOrigin + performance.now() + passedMs) };
  const forward = (report: unknown) => forwardRows(database, { insert }, report);
  const forwarders: Forwarders = { ANALYTICS: restingAfterFailure(forward, clock) };
  const heard = new Set<string>();
  const [readmodels] = consumerGroups;

  return {
    bank,
    engine,
    sendings,
    insert: store.insert,
    news: async () => {
      const events = (await sentEvents(bank)).filter((event) => !heard.has(event));
      for (const event of events) heard.add(event);
      return events;
    },
    hear: (events) => {
      const onConsumed = (result: unknown) => forwardReport(database, forwarders, result);
      return consumeEvents({ database, report: () => undefined, onConsumed }, readmodels, events);
    },
    tellLate: async () => {
      let told = 0;
      for (let more = -1; more !== 0; told += more) {
        more = await forwardLate(database, forwarders);
      }
      return told;
    },
    passRest: () => {
      passedMs += restMs;
    },
  };
}
