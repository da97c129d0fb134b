// Limits count the days and months of a place, exactly to the millisecond, whatever its clocks do. The clock that counts is
// the database's, which a test may turn in a database of its own.
import { afterAll, expect, it } from "vitest";
import { stopClockAt } from "../support/clock.ts";
import { queryAs } from "../support/database.ts";
import type { Answer } from "../support/http.ts";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
const money = createMoney(site.api);
afterAll(() => site.close());

const turnTo = (moment: string) => stopClockAt(site.ownerUrl, moment);
const before = (moment: string) => new Date(Date.parse(moment) - 1).toISOString();

/** The hour is over in which a promise would run out. */
const runOut = (transactionRef: unknown) =>
  queryAs(
    site.ownerUrl,
    "update ledger.holds set expires_at = clock_timestamp() - interval '1 second' where transaction_ref = $1",
    [transactionRef],
  );

type Rule = { period?: string; zone?: string; direction?: string };

async function limitedPair({ period = "DAY", zone = "UTC", direction = "DEBIT" }: Rule) {
  const [from, to] = [await money.funded("100000"), await money.open()];
  const limited = direction === "DEBIT" ? from : to;
  const rule = { direction, period, time_zone: zone, amount: "100", currency: "IDR" };
  const set = await site.api.put(`/v1/wallets/${limited}/limits`, rule);
  expect(set.status).toBe(200);
  const limit = async () => {
    const { body } = await site.api.get(`/v1/wallets/${limited}/limits`);
    return (body.data as Record<string, unknown>[])[0];
  };
  const pay = (amount: string, more = {}) => money.transfer(from, to, amount, more);
  return { from, to, limit, pay };
}

const codeOf = ({ status, body }: Answer) => (status < 400 ? status : body.code);
const act = async (transaction: Answer, act: string, body = {}) =>
  codeOf(await money.send(`/${transaction.body.transaction_ref}/${act}`, body));

// In the order of the calendar, here and below: money that has moved does not let the clock be turned back.
it.each([
  ["DEBIT", "2024-03-10T05:00:00Z"],
  ["CREDIT", "2025-03-09T05:00:00Z"],
])(
  "returns what is reversed or promised in vain to the day that it came from, for a %s limit",
  async (direction, morning) => {
    const eve = before(morning);
    await turnTo(eve);
    const { pay, limit } = await limitedPair({ zone: "America/New_York", direction });
    const used = async () => (await limit())?.used;
    const usedYesterday = async () => {
      await turnTo(eve);
      const shown = await used();
      await turnTo(morning);
      return shown;
    };
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const paid = await pay("40");
    const voided = await pay("20", { hold: true });
    const captured = await pay("15", { hold: true });
    const expiring = await pay("25", { hold: true, expires_at });
    expect([paid, voided, captured, expiring].map(codeOf)).toEqual([201, 201, 201, 201]);
    expect(await used()).toBe("100");

    await turnTo(morning);
    const whole = await pay("100");
    expect([codeOf(whole), codeOf(await pay("1"))]).toEqual([201, "limit_exceeded"]);
    expect(await act(paid, "reverse", { amount: "10" })).toBe(201);
    expect(await usedYesterday()).toBe("90");
    expect(await act(voided, "void")).toBe(201);
    expect(await usedYesterday()).toBe("70");
    expect(await act(captured, "capture", { amount: "5", final: true })).toBe(201);
    expect(await usedYesterday()).toBe("60");
    await runOut(expiring.body.transaction_ref);
    await site.runCron("* * * * *");
    expect(await usedYesterday()).toBe("35");
    // Nothing of it made room today, and what today gives back makes room at once.
    expect([await used(), codeOf(await pay("1"))]).toEqual(["100", "limit_exceeded"]);
    expect(await act(whole, "reverse", { amount: "30" })).toBe(201);
    expect([codeOf(await pay("30")), codeOf(await pay("1"))]).toEqual([201, "limit_exceeded"]);
    expect(await usedYesterday()).toBe("35");
  },
);

it.each([
  [
    "a month with a change of the clocks",
    "MONTH",
    "Europe/Berlin",
    "2026-02-28T23:00:00Z",
    "2026-03-31T22:00:00Z",
  ],
  ["a day of 23 hours", "DAY", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"],
  [
    "a day of 24 hours and a half",
    "DAY",
    "Australia/Lord_Howe",
    "2026-04-04T13:00:00Z",
    "2026-04-05T13:30:00Z",
  ],
  [
    "a day without a midnight",
    "DAY",
    "Africa/Cairo",
    "2026-04-23T22:00:00Z",
    "2026-04-24T21:00:00Z",
  ],
  [
    "an ordinary day a quarter of an hour off",
    "DAY",
    "Asia/Kathmandu",
    "2026-05-01T18:15:00Z",
    "2026-05-02T18:15:00Z",
  ],
  [
    "a day with two midnights",
    "DAY",
    "Atlantic/Azores",
    "2026-10-25T00:00:00Z",
    "2026-10-26T01:00:00Z",
  ],
  ["a day of 25 hours", "DAY", "America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
  [
    "the last month of a year",
    "MONTH",
    "Asia/Jakarta",
    "2026-11-30T17:00:00Z",
    "2026-12-31T17:00:00Z",
  ],
])(
  "allows %s once, from its first millisecond to its last",
  async (_name, period, zone, start, end) => {
    await turnTo(before(start));
    const { pay, limit } = await limitedPair({ period, zone });
    const spend = async () => [codeOf(await pay("100")), codeOf(await pay("1"))];
    const [first, last] = [new Date(start).toISOString(), new Date(end).toISOString()];
    expect(await spend()).toEqual([201, "limit_exceeded"]);
    expect(await limit()).toMatchObject({ used: "100", remaining: "0", window_end: first });

    await turnTo(start);
    expect(await limit()).toMatchObject({ used: "0", window_start: first, window_end: last });
    expect(await spend()).toEqual([201, "limit_exceeded"]);
    await turnTo(before(end));
    expect(codeOf(await pay("1"))).toBe("limit_exceeded");
    expect(await limit()).toMatchObject({ used: "100", window_start: first, window_end: last });

    await turnTo(end);
    expect(await limit()).toMatchObject({ used: "0", remaining: "100", window_start: last });
    expect(await spend()).toEqual([201, "limit_exceeded"]);
  },
);

it("takes nothing of a limit for what was refused, also in a chain that broke behind it", async () => {
  await turnTo("2027-01-01T00:00:00Z");
  const { from, to, pay, limit } = await limitedPair({});
  expect(codeOf(await pay("101"))).toBe("limit_exceeded");
  expect(codeOf(await pay("60", { dry_run: true }))).toBe(201);
  expect(codeOf(await pay("60", { hold: true, expires_at: "2020-01-01T00:00:00Z" }))).not.toBe(201);
  const links = ["60", "41"].map((amount) => ({
    idempotency_key: newRef(),
    type: "TRANSFER",
    chain: "all",
    source_wallet_ref: from,
    destination_wallet_ref: to,
    amount,
    currency: "IDR",
  }));
  const { body } = await money.send("/bulk", { items: links });
  const codes = (body.results as { problem?: { code: string } }[]).map(
    ({ problem }) => problem?.code,
  );
  expect(codes).toEqual(["linked_command_failed", "limit_exceeded"]);
  expect((await limit())?.used).toBe("0");
  expect([codeOf(await pay("100")), (await limit())?.used]).toEqual([201, "100"]);
});

it("leaves books that balance", async () => {
  expect(await money.integrity()).toMatchObject({ ok: true });
});
