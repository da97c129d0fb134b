import type { Database } from "../../src/platform/database.ts";
import { type Forwarders, forwardCopies, forwardRows } from "../../src/readmodels/index.ts";

type Row = Readonly<Record<string, unknown>>;

/** The edge and the analysts' store as they keep what they are told: of several states the newest, and of equals the last. */
export type Stores = {
  readonly forwarders: Forwarders;
  /** Everything that they hold, in an order of its own. */
  readonly kept: () => readonly Row[];
};

// A row's place and what makes one newer than another, as in the CREATE TABLE of each.
const keys: Readonly<Record<string, readonly [key: readonly string[], newer: string]>> = {
  copies: [["wallet_ref"], "revision"],
  transaction_facts: [["transaction_ref"], "sequence"],
  ledger_entries: [["account_ref", "stripe", "version"], "version"],
};

export function openStores(database: Database, isAway: () => boolean): Stores {
  const held = new Map<string, Row>();
  const insert = async (table: string, rows: readonly Row[]) => {
    if (isAway()) throw new Error("Nobody answers.");
    const [key, newer] = keys[table] ?? [[], ""];
    for (const row of rows) {
      const place = [table, ...key.map((column) => row[column])].join("/");
      if (Number(held.get(place)?.[newer] ?? 0) <= Number(row[newer])) held.set(place, row);
    }
  };
  const writer = { put: (copies: string) => insert("copies", JSON.parse(copies)) };
  return {
    forwarders: {
      EDGE: (report) => forwardCopies(() => writer, report),
      ANALYTICS: (report) => forwardRows(database, { insert }, report),
    },
    kept: () =>
      [...held]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([place, row]) => ({ place, ...row })),
  };
}
