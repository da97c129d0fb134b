// What the engine has to stand: each scene leaves both stores as they must be equal, or throws.
import { randomInt } from "node:crypto";
import { analyticsTables } from "../../src/readmodels/index.ts";
import { projectionNames } from "../../src/readmodels/projection.ts";
import { operator, write } from "../../test/support/bank-over.ts";
import { queryAs } from "../../test/support/database.ts";
import { applied, createMover } from "../../test/support/mover.ts";
import { makeTraffic, shuffled } from "../../test/support/read-models.ts";
import type { Site } from "./site.ts";

export type Scene = {
  readonly name: string;
  readonly play: (site: Site, transfers: number) => Promise<void>;
};

const mostCopies = 3;
const mostInABatch = 40;
const amountsOfWei = ["987654321098.123456789012345678", "0.000000000000000001"];

export const scenes: readonly Scene[] = [
  {
    name: "told everything one to three times, in any order and in batches of any size",
    play: async (site, transfers) => {
      await happen(site, transfers);
      await tell(site, await site.news());
    },
  },
  {
    name: "sent older rows after newer ones",
    play: async (site, transfers) => {
      await happen(site, transfers);
      await tell(site, await site.news());
      for (const { table, rows } of shuffled(site.sendings)) await site.insert(table, rows);
    },
  },
  {
    name: "away for a while, killed while it was told something, and told later what it missed",
    play: beAway,
  },
  { name: "told more while every projection is built anew", play: rebuildAll },
  {
    name: "asked to merge what it keeps",
    play: async ({ engine }) => {
      for (const table of Object.keys(analyticsTables)) {
        await engine.ask(`OPTIMIZE TABLE ${table} FINAL`);
      }
    },
  },
  { name: "emptied, and filled anew as the runbook says", play: fillAnew },
];

/** Every kind of movement in rupiah, and amounts with all decimals that a currency can have. */
async function happen({ bank }: Site, transfers: number): Promise<void> {
  await makeTraffic(bank, transfers);
  const move = createMover(bank.transactions);
  const { wallet_ref } = await bank.openWallet({ currency: "ETH" });
  for (const amount of amountsOfWei) {
    applied(await move.topUp({ wallet_ref, amount, currency: "ETH" }));
  }
}

async function tell(site: Site, events: readonly string[]): Promise<void> {
  const copies = shuffled(
    events.flatMap((event) => Array.from({ length: randomInt(1, mostCopies + 1) }, () => event)),
  );
  while (copies.length > 0) await site.hear(copies.splice(0, randomInt(1, mostInABatch)));
}

async function beAway(site: Site, transfers: number): Promise<void> {
  await happen(site, transfers);
  const events = shuffled(await site.news());
  await tell(site, events.splice(0, events.length / 3));
  await Promise.all([tell(site, events.splice(0, events.length / 2)), site.engine.kill()]);
  site.passRest();
  expectCount("told while away", await site.tellLate(), (told) => told === 0);
  await site.engine.startAgain();
  // It is left alone for a moment more: what it is not told of now, it is told of below.
  await tell(site, events);
  site.passRest();
  expectCount("told later", await site.tellLate(), (told) => told > 0);
  expectCount("still late", await lateThings(site), (late) => late === 0);
}

async function rebuildAll(site: Site, transfers: number): Promise<void> {
  await happen(site, transfers);
  const events = shuffled(await site.news());
  const part = Math.ceil(events.length / projectionNames.length);
  for (const name of projectionNames) {
    await site.bank.readmodels.rebuild(operator, { write: write(), name, timeZone: undefined });
    await Promise.all([
      tell(site, events.splice(0, part)),
      site.bank.readmodels.continueRebuilds(10),
    ]);
    const { state } = await site.bank.readmodels.projection(name);
    if (state !== "LIVE") throw new Error(`The projection ${name} was not built anew: ${state}.`);
  }
  await site.tellLate();
}

/** What an operator does whose ClickHouse is new, or has lost what it had: docs/runbooks/deploy.md. */
async function fillAnew(site: Site): Promise<void> {
  for (const [table, sql] of Object.entries(analyticsTables)) {
    await site.engine.ask(`DROP TABLE ${table} SYNC`);
    await site.engine.ask(sql);
  }
  await queryAs(
    site.bank.ownerUrl,
    `insert into readmodels.late_copies (store, kind, ref, noted_at)
     select 'ANALYTICS', 'TRANSACTION', transaction_ref, clock_timestamp() from readmodels.transaction_facts
     union select 'ANALYTICS', 'JOURNAL', journal_ref, clock_timestamp() from readmodels.ledger_entries_view
     on conflict do nothing`,
  );
  await site.tellLate();
  expectCount("still late", await lateThings(site), (late) => late === 0);
}

async function lateThings({ bank }: Site): Promise<number> {
  const sql = "select count(*)::integer as n from readmodels.late_copies where store = 'ANALYTICS'";
  const [row] = await queryAs<{ n: number }>(bank.ownerUrl, sql);
  return row?.n ?? 0;
}

function expectCount(what: string, count: number, isRight: (count: number) => boolean): void {
  if (!isRight(count)) throw new Error(`Things ${what}: ${count}.`);
}
