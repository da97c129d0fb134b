// Copies at the edge, and what happens when the edge does not do as it should.
import { expect, it } from "vitest";
import { forwardLate } from "../../../src/readmodels/forward-report.ts";
import {
  analyticsTables,
  createBalanceCopies,
  forwardCopies,
  forwardReport,
  forwardRows,
  noEdge,
  restingAfterFailure,
} from "../../../src/readmodels/index.ts";
import { createWalletsService } from "../../../src/wallets/index.ts";
import { newOwner, openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";
import { consume, type Report, report, sentEvents } from "../../support/read-models.ts";

const bank = await openTestBank();
const owner = newOwner();
const { wallet_ref: walletRef } = await bank.openWallet({ owner });
applied(
  await createMover(bank.transactions).topUp({
    wallet_ref: walletRef,
    amount: "15000",
    currency: "IDR",
  }),
);

const clock = { now: () => new Date() };
const input = { walletRef, past: {}, mayBeOld: true };

// Nobody has read it yet, so that none is made of it; reading it once has its copies made from then on.
const unread = await consume(bank, await sentEvents(bank));
await walletsOver(async () => null).balance(owner, input);

function walletsOver(get: (key: string) => Promise<string | null>, put = async () => undefined) {
  const { database, cursors } = bank;
  const copies = createBalanceCopies({ database, edge: { get, put }, clock });
  return createWalletsService({ database, cursors, clock, copies });
}

it("gives a copy of every wallet that is read and that events are about, also when it has taken them before", async () => {
  expect(unread).toEqual([]);
  const events = await sentEvents(bank);
  const [first, again] = [await consume(bank, events), await consume(bank, events)];
  expect(first).toHaveLength(1);
  expect(first[0]).toMatchObject({
    wallet_ref: walletRef,
    owner_ref: owner.ownerRef,
    balance: "15000",
    available: "15000",
    pending_out: "0",
    overdraft: "0",
    version: 1,
  });
  expect(again).toEqual(first);
});

it("needs no database for who may see a copy, and shows strangers nothing of it", async () => {
  const [copy] = await consume(bank, await sentEvents(bank));
  const offline = createWalletsService({
    get database(): never {
      throw new Error("The database is asked.");
    },
    cursors: bank.cursors,
    clock,
    copies: createBalanceCopies({
      database: bank.database,
      clock,
      edge: {
        put: noEdge.put,
        get: async (key) => (key === `wallet:${walletRef}:balance` ? JSON.stringify(copy) : null),
      },
    }),
  });
  expect(await offline.balance(owner, input)).toMatchObject({ balance: "15000", version: 1 });
  await expect(offline.balance(newOwner(), input)).rejects.toMatchObject({
    code: "wallet_not_found",
  });
});

it("keeps no stranger waiting, who would learn from it how far the wallet is", async () => {
  await consume(bank, await sentEvents(bank));
  const asked: (number | undefined)[] = [];
  const { database, cursors } = bank;
  const real = createBalanceCopies({ database, edge: noEdge, clock });
  const wallets = createWalletsService({
    ...{ database, cursors, clock: { now: () => new Date() } },
    copies: {
      read: (ref, minVersion) => {
        asked.push(minVersion);
        return real.read(ref, minVersion);
      },
    },
  });
  const far = { ...input, minVersion: 1_000 };
  await expect(wallets.balance(newOwner(), far)).rejects.toMatchObject({
    code: "wallet_not_found",
  });
  expect(asked).toEqual([undefined]);
  expect(await wallets.balance(owner, far)).toMatchObject({ version: 1, has_min_version: false });
  expect(asked).toEqual([undefined, undefined, 1_000]);
});

it.each([
  ["is silent", async () => null],
  ["fails", async () => Promise.reject(new Error("The edge is away."))],
  ["holds something else", async () => '{"balance":1}'],
])("asks the read model where the edge %s", async (_what, get) => {
  await consume(bank, await sentEvents(bank));
  expect(await walletsOver(get).balance(owner, input)).toMatchObject({
    balance: "15000",
    consistency: "eventual",
  });
});

it("hands a wallet's copies to one writer always, and says that it passes when that one is lost", async () => {
  const copies = await report(bank, await sentEvents(bank));
  const shares = new Set<number>();
  const put = async () => undefined;
  const writerOf = (share: number) => {
    shares.add(share);
    return { put };
  };
  for (let n = 0; n < 3; n += 1) await forwardCopies(writerOf, copies);
  expect(shares.size).toBe(1);

  let asked = 0;
  const lost = () => ({
    put: async () => {
      asked += 1;
      throw new Error("The object is lost.");
    },
  });
  await expect(forwardCopies(lost, copies)).rejects.toMatchObject({ code: "database_unavailable" });
  expect(asked).toBe(3);
});

it("sends another store rows that have exactly the columns of its tables, and all again when it refuses", async () => {
  const told = await report(bank, await sentEvents(bank));
  const kept = new Map<string, readonly Record<string, unknown>[]>();
  const insert = async (table: string, rows: readonly Record<string, unknown>[]) => {
    kept.set(table, rows);
  };
  await forwardRows(bank.database, { insert }, told);
  expect([...kept.keys()].toSorted()).toEqual(Object.keys(analyticsTables).toSorted());
  for (const [table, rows] of kept) {
    const columns = [
      ...(analyticsTables[table] ?? "").matchAll(/^ {2}(\w+) (?!.* MATERIALIZED )/gm),
    ].map(([, name]) => name);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Object.keys(row).toSorted()).toEqual(columns.toSorted());
  }
  const refuse = async () => {
    throw new Error("ClickHouse answered 503");
  };
  await expect(forwardRows(bank.database, { insert: refuse }, told)).rejects.toMatchObject({
    code: "database_unavailable",
  });
});

it("says of every row whose it is, also where that is told after the rest, and where the store was away then", async () => {
  const own = await openTestBank();
  const { wallet_ref: theirs } = await own.openWallet({ owner });
  const { transaction_ref: paid } = applied(
    await createMover(own.transactions).topUp({
      ...{ wallet_ref: theirs, amount: "5", currency: "IDR" },
    }),
  );
  const events = await sentEvents(own);
  const isOpening = (event: string) => event.includes('"wallet.opened"');
  const owners: unknown[] = [];
  const insert = async (_table: string, rows: readonly Record<string, unknown>[]) => {
    owners.push(...rows.filter((row) => "user_ref" in row).map((row) => row.user_ref));
  };
  const tell = (told: unknown) => forwardRows(own.database, { insert }, told);
  await tell(
    await report(
      own,
      events.filter((event) => !isOpening(event)),
    ),
  );
  expect(owners.splice(0)).toEqual([""]);
  const opening = await report(own, events.filter(isOpening));
  expect(opening.transaction_refs).not.toContain(paid);
  await tell(opening);
  expect(owners.splice(0)).toEqual([owner.ownerRef]);

  const away = async () => Promise.reject(new Error("Nobody answers."));
  await forwardReport(own.database, { ANALYTICS: away }, opening);
  await forwardLate(own.database, { ANALYTICS: tell });
  expect(owners).toEqual([owner.ownerRef]);
});

it("is held up by no store that is away, and tells it later what is there then", async () => {
  const told = await report(bank, await sentEvents(bank));
  const away = async () => {
    throw new Error("Nobody answers.");
  };
  await forwardReport(bank.database, { EDGE: away, ANALYTICS: away }, told);
  expect(await forwardLate(bank.database, { EDGE: away, ANALYTICS: away })).toBe(0);

  applied(
    await createMover(bank.transactions).topUp({
      ...{ wallet_ref: walletRef, amount: "5", currency: "IDR" },
    }),
  );
  await consume(bank, await sentEvents(bank));
  const heard: Record<string, Report[]> = { EDGE: [], ANALYTICS: [] };
  const listening = Object.fromEntries(
    Object.entries(heard).map(([store, reports]) => [
      store,
      async (late: unknown) => {
        reports.push(late as Report);
      },
    ]),
  );
  expect(await forwardLate(bank.database, listening)).toBeGreaterThan(2);
  expect(heard.EDGE).toMatchObject([
    { copies: [{ wallet_ref: walletRef, balance: "15005", version: 2 }] },
  ]);
  expect(heard.ANALYTICS).toMatchObject([
    { transaction_refs: told.transaction_refs, journal_refs: told.journal_refs },
  ]);
  expect(await forwardLate(bank.database, listening)).toBe(0);
});

it("tells again what was missed again while it was being told", async () => {
  const told = await report(bank, await sentEvents(bank));
  const away = async () => {
    throw new Error("Nobody answers.");
  };
  await forwardReport(bank.database, { EDGE: away }, told);
  let times = 0;
  const missing = async () => {
    times += 1;
    if (times === 1) await forwardReport(bank.database, { EDGE: away }, told);
  };
  await forwardLate(bank.database, { EDGE: missing });
  expect(times).toBe(2);
});

it("leaves a store alone for a while that did not answer", async () => {
  let now = 0;
  let asked = 0;
  const forward = restingAfterFailure(
    async () => {
      asked += 1;
      throw new Error("Nobody answers.");
    },
    { now: () => new Date(now) },
  );
  await expect(forward({})).rejects.toThrow("Nobody answers.");
  await expect(forward({})).rejects.toThrow("left alone");
  expect(asked).toBe(1);
  now = 30_000;
  await expect(forward({})).rejects.toThrow("Nobody answers.");
});

it.each(["captured", "voided"] as const)(
  "gives copies of both wallets when a promise was %s, though that is told alone and again",
  async (ending) => {
    const mover = createMover(bank.transactions);
    const { wallet_ref: destination } = await bank.openWallet();
    await queryAs(
      bank.ownerUrl,
      "insert into readmodels.kept_copies values ($1, now() + '1 hour')",
      [destination],
    );
    const held = applied(
      await mover.transfer({
        ...{ source_wallet_ref: walletRef, destination_wallet_ref: destination, hold: true },
        ...{ amount: "1", currency: "IDR" },
      }),
    );
    await consume(bank, await sentEvents(bank));
    const end = ending === "captured" ? mover.capture : mover.void;
    applied(await end(held.transaction_ref));
    const told = (await sentEvents(bank)).filter((event) =>
      event.includes(`transaction.${ending}`),
    );
    expect(told).toHaveLength(1);
    for (const _time of ["first", "again"]) {
      const copies = await consume(bank, told);
      expect(copies.map(({ wallet_ref }) => wallet_ref).toSorted()).toEqual(
        [walletRef, destination].toSorted(),
      );
      expect(copies.map(({ pending_out }) => pending_out)).toEqual(["0", "0"]);
    }
  },
);
