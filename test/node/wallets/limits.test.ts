import { expect, it } from "vitest";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands, type LedgerReply } from "../../support/commands.ts";
import { queryAs } from "../../support/database.ts";

const bank = await openTestBank();

type Wanted = Partial<Parameters<typeof bank.wallets.setLimit>[1]> & { amount?: bigint };

async function setLimit(walletRef: string, { amount = 100n, ...wanted }: Wanted = {}) {
  const written = await bank.wallets.setLimit(operator, {
    write: write(),
    walletRef,
    direction: "DEBIT",
    period: "DAY",
    most: { amount, currency: "IDR" },
    timeZone: "Asia/Jakarta",
    ...wanted,
  });
  return written.result;
}

const limitOf = async (walletRef: string) => (await bank.wallets.limits(operator, walletRef))[0];

/** Two wallets of which the first holds enough for everything here. */
async function openPair() {
  const [source, destination] = [await bank.openWallet(), await bank.openWallet()];
  const pair = {
    source_wallet_ref: source.wallet_ref,
    destination_wallet_ref: destination.wallet_ref,
  };
  await apply({ type: "TOPUP", amount: 10_000, destination_wallet_ref: source.wallet_ref });
  return { source: source.wallet_ref, destination: destination.wallet_ref, pair };
}

async function apply(command: Record<string, unknown>): Promise<LedgerReply> {
  const [reply] = await applyCommands(bank.appUrl, [command]);
  if (!reply) throw new Error("A command has an outcome.");
  return reply;
}

const transferIn = (pair: Record<string, string>, amount: number, fields = {}) =>
  apply({ type: "TRANSFER", amount, ...pair, ...fields });

it("lets no more leave a wallet in a day than its limit, and says what remains", async () => {
  const { source, pair } = await openPair();
  const limit = await setLimit(source);
  expect(limit).toMatchObject({
    wallet_ref: source,
    direction: "DEBIT",
    period: "DAY",
    amount: "100",
    currency: "IDR",
    time_zone: "Asia/Jakarta",
    used: "0",
    remaining: "100",
    window_start: expect.stringMatching(/T17:00:00\.000Z$/),
    window_end: expect.stringMatching(/T17:00:00\.000Z$/),
  });

  expect((await transferIn(pair, 70)).code).toBeUndefined();
  expect(await transferIn(pair, 31)).toMatchObject({
    code: "limit_exceeded",
    fields: expect.objectContaining({ limit_ref: limit.limit_ref }),
  });
  expect(await limitOf(source)).toMatchObject({ used: "70", remaining: "30" });
  expect((await transferIn(pair, 30)).code).toBeUndefined();
  expect(await limitOf(source)).toMatchObject({ used: "100", remaining: "0" });
});

it("lets no more enter a wallet in a month, and no more leave it at once, than its limits", async () => {
  const { source, destination, pair } = await openPair();
  await setLimit(destination, { direction: "CREDIT", period: "MONTH", timeZone: "UTC" });
  await setLimit(source, { period: "TRANSACTION", amount: 80n });

  expect((await transferIn(pair, 81)).fields).toMatchObject({ period: "TRANSACTION" });
  expect((await transferIn(pair, 80)).code).toBeUndefined();
  expect((await transferIn(pair, 80)).fields).toMatchObject({ period: "MONTH" });
  expect(await limitOf(source)).toMatchObject({ used: "0", remaining: "80", window_start: null });
  expect(await limitOf(destination)).toMatchObject({
    used: "80",
    window_start: expect.stringMatching(/-01T00:00:00\.000Z$/),
  });
});

it("gives back what a hold took when it is voided, or when it runs out unswept", async () => {
  const { source, pair } = await openPair();
  await setLimit(source);
  const held = await transferIn(pair, 60, { is_hold: true });
  expect((await transferIn(pair, 60)).code).toBe("limit_exceeded");
  await apply({ type: "VOID", original_ref: held.transaction_ref });
  expect(await limitOf(source)).toMatchObject({ used: "0", remaining: "100" });

  const expiresAt = new Date(Date.now() + 500).toISOString();
  await transferIn(pair, 60, { is_hold: true, expires_at: expiresAt });
  expect(await limitOf(source)).toMatchObject({ used: "60" });
  await expect.poll(() => limitOf(source), { timeout: 5_000 }).toMatchObject({ used: "0" });
  expect((await transferIn(pair, 100)).code).toBeUndefined();
});

it("starts anew at local midnight, and returns what comes back to the day that it came from", async () => {
  const { source, pair } = await openPair();
  const limit = await setLimit(source);
  const spent = await transferIn(pair, 100);
  // A day passes: what was used today was used yesterday.
  for (const table of ["limit_windows", "limit_uses"]) {
    await queryAs(
      bank.ownerUrl,
      `update ledger.${table} set window_start = window_start - interval '24 hours'
       where limit_id = (select id from ledger.limits where limit_ref = $1)`,
      [limit.limit_ref],
    );
  }
  expect(await limitOf(source)).toMatchObject({ used: "0", remaining: "100" });
  expect((await transferIn(pair, 90)).code).toBeUndefined();
  const reversal = { type: "REVERSAL", original_ref: spent.transaction_ref, amount: 40 };
  expect((await apply(reversal)).code).toBeUndefined();

  expect(await limitOf(source)).toMatchObject({ used: "90", remaining: "10" });
  const windows = await queryAs(
    bank.ownerUrl,
    `select used from ledger.limit_windows join ledger.limits on limits.id = limit_id
     where limit_ref = $1 order by window_start`,
    [limit.limit_ref],
  );
  expect(windows).toEqual([{ used: "60" }, { used: "90" }]);
});

it("carries what is used over to another time zone, and so does what comes back", async () => {
  const { source, pair } = await openPair();
  const before = await setLimit(source);
  const held = await transferIn(pair, 60, { is_hold: true });
  const after = await setLimit(source, { timeZone: "America/New_York", amount: 200n });

  expect(after).toMatchObject({ limit_ref: before.limit_ref, used: "60", remaining: "140" });
  expect(after.window_start).not.toBe(before.window_start);
  expect((await transferIn(pair, 141)).code).toBe("limit_exceeded");
  await apply({ type: "VOID", original_ref: held.transaction_ref });
  expect(await limitOf(source)).toMatchObject({ used: "0" });

  await transferIn(pair, 150);
  const lowered = await setLimit(source, { amount: 100n });
  expect(lowered).toMatchObject({ time_zone: "Asia/Jakarta", used: "150", remaining: "0" });
});

it.each([
  ["an ordinary day", "DAY", "Asia/Jakarta", "2026-11-20T17:00:00Z", "2026-11-21T17:00:00Z"],
  ["a day of 23 hours", "DAY", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"],
  ["a day of 25 hours", "DAY", "America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
  ["a day without midnight", "DAY", "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"],
  ["two midnights", "DAY", "Atlantic/Azores", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z"],
  ["half an hour", "DAY", "Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"],
  ["a month of DST", "MONTH", "Europe/Berlin", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"],
  ["a leap month", "MONTH", "UTC", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"],
])("counts %s from its first moment to its last", async (_name, period, timeZone, start, end) => {
  const [first, last] = [Date.parse(start), Date.parse(end)];
  const middle = Math.floor((first + last) / 2);
  const windowOf = async (moment: number) => {
    const [row] = await queryAs<{ starts: Date; ends: Date }>(
      bank.ownerUrl,
      "select ledger.window_start($1, $2, $3) as starts, ledger.window_end($1, $2, $3) as ends",
      [period, timeZone, new Date(moment).toISOString()],
    );
    return [row?.starts.getTime(), row?.ends.getTime()];
  };
  for (const inside of [first, first + 1_800_000, middle, last - 1]) {
    expect(await windowOf(inside)).toEqual([first, last]);
  }
  expect((await windowOf(first - 1))[1]).toBe(first);
  expect((await windowOf(last))[0]).toBe(last);
});

it("leaves no moment between two windows of any time zone, and none in two", async () => {
  const faults = await queryAs(
    bank.ownerUrl,
    `select name, moment
     from pg_timezone_names, generate_series(
       '2026-01-01 00:10+00'::timestamptz, '2026-12-31'::timestamptz, interval '31 hours'
     ) as moment
     cross join lateral (
       select ledger.window_start('DAY', name, moment) as starts, ledger.window_end('DAY', name, moment) as ends
     ) as windows
     where name like '%/%' and name < 'Asia/C'
       and (moment < starts or moment >= ends or ledger.window_start('DAY', name, ends) <> ends)`,
  );
  expect(faults).toEqual([]);
});

it("tells of every setting once, in the sequence of the wallet's versions", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const once = write();
  const limit = await setLimit(walletRef, { write: once });
  expect(await setLimit(walletRef, { write: once })).toEqual(limit);
  const removal = { write: write(), walletRef, limitRef: limit.limit_ref };
  expect((await bank.wallets.removeLimit(operator, removal)).result).toEqual(limit);
  expect((await bank.wallets.removeLimit(operator, removal)).isReplayed).toBe(true);
  expect(await bank.wallets.limits(owner, walletRef)).toEqual([]);

  expect((await bank.wallets.get(owner, walletRef)).version).toBe(3);
  const { used: _used, remaining: _left, created_at: _made, updated_at: _set, ...facts } = limit;
  const { window_start: _start, window_end: _end, ...set } = facts;
  const told = { ...set, acted_by: operator.ownerRef };
  const events = await queryAs(
    bank.ownerUrl,
    `select event_type, sequence::integer, payload from platform.outbox_events
     where aggregate_ref = $1 and sequence > 1 order by sequence`,
    [walletRef],
  );
  expect(events).toEqual([
    { event_type: "wallet.limit_set", sequence: 2, payload: { ...told, version: 2 } },
    { event_type: "wallet.limit_removed", sequence: 3, payload: { ...told, version: 3 } },
  ]);
});

it("forgets a limit that is removed, also when an old hold of its time is voided", async () => {
  const { source, pair } = await openPair();
  const limit = await setLimit(source);
  const held = await transferIn(pair, 60, { is_hold: true });
  await bank.wallets.removeLimit(operator, {
    write: write(),
    walletRef: source,
    limitRef: limit.limit_ref,
  });
  expect((await transferIn(pair, 500)).code).toBeUndefined();
  const voided = await apply({ type: "VOID", original_ref: held.transaction_ref });
  expect(voided.code).toBeUndefined();
});

it("refuses a limit that could not be kept", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const refused = (code: string) => expect.objectContaining({ name: "Problem", code });

  await expect(setLimit(walletRef, { timeZone: "Asia/Nowhere" })).rejects.toEqual(
    refused("time_zone_unknown"),
  );
  await expect(
    setLimit(walletRef, { most: { amount: 1n, currency: "USD" } }),
  ).rejects.toMatchObject({ code: "wallet_currency_differs", extensions: { currency: "IDR" } });
  const platform = await bank.openWallet({ type: "PLATFORM" });
  await expect(setLimit(platform.wallet_ref)).rejects.toEqual(refused("not_for_platform_wallets"));
  const gone = { write: write(), walletRef, limitRef: newRef() };
  await expect(bank.wallets.removeLimit(operator, gone)).rejects.toEqual(
    refused("limit_not_found"),
  );
  const stranger = newOwner();
  await expect(bank.wallets.removeLimit(stranger, gone)).rejects.toEqual(
    refused("wallet_not_found"),
  );
  await bank.wallets.close(owner, { write: write(), walletRef });
  await expect(setLimit(walletRef)).rejects.toEqual(refused("wallet_closed"));
});
