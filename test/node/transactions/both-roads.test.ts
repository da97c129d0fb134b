// Batches of nothing but transfers take a road of their own. Whatever goes down it must leave what the general road leaves:
// the same batch is sent down both, over wallets that are alike, and every reply, row and event is compared.
import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newOwner, newRef, openTestBank } from "../../support/bank.ts";
import { applyCommands, commandOf } from "../../support/commands.ts";
import { runsOf, suiteTimeoutMs } from "../../support/model/runs.ts";

type Transfer = {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly isOwn: boolean;
  readonly isReferred: boolean;
  readonly words: string | null;
};

type World = {
  readonly scope: string;
  readonly owners: readonly string[];
  readonly wallets: readonly string[];
};

const bank = await openTestBank();
const client = new Client({ connectionString: bank.ownerUrl });
beforeAll(() => client.connect());
afterAll(() => client.end());
afterAll(async () => expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true }));

const walletCount = 4;
const overdrawn = 2;
const promised = 3;

const transfers = fc.array(
  fc
    .record({
      from: fc.nat(walletCount - 1),
      apart: fc.integer({ min: 1, max: walletCount - 1 }),
      amount: fc.integer({ min: 1, max: 90 }),
      isOwn: fc.boolean(),
      isReferred: fc.boolean(),
      words: fc.option(fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\0", ""))),
    })
    .map(
      ({ from, apart, ...rest }): Transfer => ({
        from,
        to: (from + apart) % walletCount,
        ...rest,
      }),
    ),
  { minLength: 1, maxLength: 12 },
);

/** Four wallets of as many owners: with 100 each, one that may be overdrawn and one that has promised some. */
async function openWorld(): Promise<World> {
  const owners = Array.from({ length: walletCount }, () => newOwner());
  const wallets: string[] = [];
  for (const owner of owners) wallets.push((await bank.openWallet({ owner })).wallet_ref);
  const world = { scope: newRef(), owners: owners.map(({ ownerRef }) => ownerRef), wallets };
  await applyCommands(bank.appUrl, [
    ...wallets.map((wallet) => ({ type: "TOPUP", amount: 100, destination_wallet_ref: wallet })),
    {
      type: "TRANSFER",
      is_hold: true,
      amount: 30,
      source_wallet_ref: wallets[promised],
      destination_wallet_ref: wallets[0],
    },
  ]);
  await client.query(
    "select ledger.set_overdraft((select account_ref from wallets.wallets where wallet_ref = $1), 50)",
    [wallets[overdrawn]],
  );
  return world;
}

function batchOf(world: World, wanted: readonly Transfer[]): Record<string, unknown>[] {
  return wanted.map(({ from, to, amount, isOwn, isReferred, words }, index) =>
    commandOf(index + 1, {
      type: "TRANSFER",
      scope: world.scope,
      // Against the order of the batch, so that nothing is right because it happens to be sorted.
      key: `${99 - index}-${newRef()}`,
      amount,
      source_wallet_ref: world.wallets[from],
      destination_wallet_ref: world.wallets[to],
      ...(isOwn && { acting_owner: world.owners[from] }),
      ...(isReferred && { reference: `invoice ${99 - index}` }),
      ...(words !== null && { description: words, metadata: { words } }),
    }),
  );
}

/** One command that is anything but plain, and that is refused without touching anything. */
function stranger(world: World, place: number): Record<string, unknown> {
  return commandOf(place, { type: "VOID", scope: world.scope, original_ref: newRef() });
}

/** Everything that a batch may have left, with names instead of refs and nothing that depends on the moment. */
async function remainsOf(world: World, batch: readonly Record<string, unknown>[]) {
  const refs = batch.map((command) => command.transaction_ref);
  const tables = [
    "select * from transactions.transactions where transaction_ref = any ($1) order by transaction_ref",
    "select * from ledger.journals where transaction_ref = any ($1) order by transaction_ref",
    `select entries.* from ledger.entries join ledger.journals using (journal_ref)
      where transaction_ref = any ($1) order by transaction_ref, position`,
    "select * from platform.outbox_events where aggregate_ref = any ($1) order by aggregate_ref",
  ];
  const rows: unknown[] = [];
  for (const text of tables) rows.push((await client.query(text, [refs])).rows);
  const keys = batch.map((command) => command.key);
  rows.push(
    (
      await client.query(
        "select * from platform.idempotency_keys where scope = $1 and key = any ($2) order by key",
        [world.scope, keys],
      )
    ).rows,
  );
  const accounts = await client.query<{ ref: string; id: string }>(
    `select account_ref as ref, id from ledger.accounts where owner_ref = any ($1)
      order by array_position($1, owner_ref::text)`,
    [world.wallets],
  );
  rows.push(
    (
      await client.query(
        "select * from ledger.balances where account_id = any ($1::uuid[]) order by array_position($1::uuid[], account_id)",
        [accounts.rows.map(({ id }) => id)],
      )
    ).rows,
  );
  return { rows, accounts: accounts.rows };
}

async function told(world: World, batch: readonly Record<string, unknown>[], replies: unknown) {
  const { rows, accounts } = await remainsOf(world, batch);
  const names = new Map<string, string>([
    [world.scope, "scope"],
    ...world.wallets.map((ref, place) => [ref, `wallet ${place}`] as const),
    ...accounts.flatMap(({ ref, id }, place) => [
      [ref, `account ${place}`] as const,
      [id, `account id ${place}`] as const,
    ]),
    ...batch.flatMap((command, place) =>
      ["transaction_ref", "journal_ref", "event_ref", "key"].map(
        (field) => [String(command[field]), `${field} ${place}`] as const,
      ),
    ),
  ]);
  const hashes = batch.map((command) => command.request_hash);
  return JSON.parse(
    JSON.stringify({ replies, rows }, (field, value: unknown) => {
      if (/_at$|^transaction_xid$/.test(field)) return value === null ? null : "then";
      if (field === "request_hash") {
        return hashes.indexOf(Buffer.from(value as Buffer).toString("hex")) >= 0;
      }
      return typeof value === "string" ? (names.get(value) ?? value) : value;
    }),
  );
}

it("leads to the same replies, rows and events by both roads", {
  timeout: suiteTimeoutMs,
}, async () => {
  let plainBatches = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(transfers, async (wanted) => {
      const [plain, general] = [await openWorld(), await openWorld()];
      const batch = batchOf(plain, wanted);
      const { rows } = await client.query<{ replies: string | null }>(
        "select transactions.apply_plain($1::jsonb) as replies",
        [JSON.stringify(batch)],
      );
      const replies = rows[0]?.replies?.split("\n").map((reply) => JSON.parse(reply));
      expect(replies).toBeDefined();
      plainBatches += 1;
      refusals += replies?.filter(({ code }) => code !== undefined).length ?? 0;

      const same = batchOf(general, wanted);
      const answered = await applyCommands(bank.appUrl, [
        ...same,
        stranger(general, same.length + 1),
      ]);
      expect(answered.at(-1)?.code).toBe("transaction_not_found");
      expect(await told(plain, batch, replies)).toEqual(
        await told(general, same, answered.slice(0, -1)),
      );
    }),
    runsOf(25),
  );
  expect(plainBatches).toBeGreaterThan(0);
  expect(refusals).toBeGreaterThan(0);
});
