import { afterAll, expect, it } from "vitest";
import { newRef, openTestBank, operator } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const openRef = async (currency: string) => (await bank.openWallet({ currency })).wallet_ref;
const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;

/** What is kept of the last movement: read as text, so that no number type of this side can round it. */
async function entryOf(journalRef: string | null) {
  const rows = await queryAs<{ amount: string; balance: string }>(
    bank.ownerUrl,
    `select amount::text, balance_after::text as balance from ledger.entries
     where journal_ref = $1 and direction = 'CREDIT'`,
    [journalRef],
  );
  return rows[0];
}

const tenTo = (exponent: number) => `1${"0".repeat(exponent)}`;
const fraction = (decimals: number) => `0.${"0".repeat(decimals - 1)}1`;

const exact: readonly (readonly [currency: string, amount: string, minorUnits: string])[] = [
  ["IDR", "1", "1"],
  ["USD", "0.01", "1"],
  ["KWD", "0.001", "1"],
  ["BTC", fraction(8), "1"],
  ["ETH", fraction(18), "1"],
  ["USD", "0.1", "10"],
  ["USD", "0.29", "29"],
  ["USD", "1.10", "110"],
  ["KWD", "1.005", "1005"],
  ["IDR", "9007199254740991", "9007199254740991"],
  ["IDR", "9007199254740992", "9007199254740992"],
  ["IDR", "9007199254740993", "9007199254740993"],
  ["USD", "90071992547409.93", "9007199254740993"],
  ["BTC", "90071992.54740993", "9007199254740993"],
  ["ETH", "9.007199254740993001", "9007199254740993001"],
  ["IDR", "9223372036854775807", "9223372036854775807"],
  ["IDR", "9223372036854775808", "9223372036854775808"],
  ["IDR", "18446744073709551617", "18446744073709551617"],
  ["IDR", "999999999999999999999999999999", "9".repeat(30)],
  ["IDR", tenTo(30), tenTo(30)],
  ["USD", `${tenTo(28)}.00`, tenTo(30)],
  ["ETH", `${tenTo(12)}.${"0".repeat(18)}`, tenTo(30)],
  ["ETH", `999999999999.${"9".repeat(18)}`, "9".repeat(30)],
];

it.each(exact)(
  "keeps %s %s as exactly %s minor units, all the way there and back",
  async (currency, amount, minorUnits) => {
    const [payer, payee] = [await openRef(currency), await openRef(currency)];
    const brought = applied(await move.topUp({ wallet_ref: payer, amount, currency }));
    expect(await entryOf(brought.journal_ref)).toEqual({ amount: minorUnits, balance: minorUnits });
    const paid = applied(
      await move.transfer({
        source_wallet_ref: payer,
        destination_wallet_ref: payee,
        amount,
        currency,
      }),
    );
    expect(await entryOf(paid.journal_ref)).toEqual({ amount: minorUnits, balance: minorUnits });

    // One amount has one spelling on the way out: all the decimals of its currency.
    const shown = await balanceOf(payee);
    expect(shown.replace(".", "").replace(/^0+(?=\d)/, "")).toBe(minorUnits);
    expect(paid.amount).toBe(shown);
    expect((await bank.transactions.get(operator, paid.transaction_ref)).amount).toBe(shown);
    expect(await balanceOf(payer)).toMatch(/^0(\.0+)?$/);

    // Nothing was left over of it.
    const more = await move.withdraw({
      wallet_ref: payer,
      amount: amount.includes(".") ? amount : "1",
      currency,
    });
    expect(more.code).toBe("insufficient_funds");
  },
);

const refused: readonly (readonly [currency: string, amount: unknown])[] = [
  ["IDR", `${tenTo(29)}${"0"}1`],
  ["IDR", (10n ** 30n + 1n).toString()],
  ["USD", `${tenTo(28)}.01`],
  ["ETH", `${tenTo(12)}.${"0".repeat(17)}1`],
  ["IDR", tenTo(36)],
  ["IDR", "9".repeat(60)],
  ["IDR", "9".repeat(100_000)],
  ["IDR", "1.0"],
  ["IDR", "0.5"],
  ["USD", "1.005"],
  ["USD", "1.000"],
  ["KWD", "1.0001"],
  ["BTC", fraction(9)],
  ["ETH", fraction(19)],
  ["IDR", "0"],
  ["USD", "0.00"],
  ...[
    "1e3",
    "1E3",
    "NaN",
    "Infinity",
    "-Infinity",
    "-0",
    "-1",
    "+1",
    "01",
    "00",
    "",
    " ",
    " 1",
    "1 ",
    "1\n",
  ].map((text) => ["USD", text] as const),
  ...[
    "1_000",
    "1,000",
    "1.000,00",
    "1.",
    ".5",
    "0x10",
    "0b1",
    "１",
    "١",
    "1\u0000",
    "½",
    "∞",
    "null",
  ].map((text) => ["USD", text] as const),
  ...[
    5,
    0.1,
    1e30,
    Number.MAX_SAFE_INTEGER + 2,
    -0,
    Number.NaN,
    true,
    null,
    ["1"],
    { amount: "1" },
  ].map((value) => ["USD", value] as const),
  ["XXX", "1"],
  ["idr", "1"],
  ["", "1"],
  ["__proto__", "1"],
];

it.each(refused.map(([currency, amount]) => [currency, nameOf(amount), amount] as const))(
  "refuses %s %s instead of guessing what it means",
  async (currency, _name, amount) => {
    const wallet = await openRef("USD");
    const sides = { source_wallet_ref: wallet, destination_wallet_ref: newRef() };
    const attempts = [
      await move.topUp({ wallet_ref: wallet, amount, currency }),
      await move.withdraw({ wallet_ref: wallet, amount, currency }),
      await move.transfer({ ...sides, amount, currency }),
      await move.transfer({ ...sides, amount, currency, hold: true }),
      await move.post({
        amount,
        currency,
        source: { alias: "@world" },
        destination: { wallet_ref: wallet },
      }),
      await move.post({
        legs: [
          { alias: "@world", direction: "DEBIT", amount, currency },
          { wallet_ref: wallet, direction: "CREDIT", amount, currency },
        ],
      }),
    ];
    expect(attempts.map(({ code }) => code)).toEqual(attempts.map(() => "validation_failed"));
    expect(await bank.wallets.balance(operator, { walletRef: wallet, past: {} })).toMatchObject({
      version: 0,
    });
  },
);

function nameOf(amount: unknown): string {
  const text =
    typeof amount === "string" ? JSON.stringify(amount) : `the ${typeof amount} ${amount}`;
  return text.length > 70 ? `${text.slice(0, 20)}... (${text.length} characters)` : text;
}

it.each(["1e3", "NaN", "-1", "01", "1_000", "0", "0.00", "1.005", "9".repeat(60)])(
  "refuses to capture or to reverse %s",
  async (amount) => {
    const [payer, payee] = [await openRef("USD"), await openRef("USD")];
    applied(await move.topUp({ wallet_ref: payer, amount: "10.00", currency: "USD" }));
    const body = {
      source_wallet_ref: payer,
      destination_wallet_ref: payee,
      amount: "2.00",
      currency: "USD",
    };
    const held = applied(await move.transfer({ ...body, hold: true })).transaction_ref;
    const paid = applied(await move.transfer(body)).transaction_ref;
    expect((await move.capture(held, { amount })).code).toBe("validation_failed");
    expect((await move.reverse(paid, { amount })).code).toBe("validation_failed");
  },
);

it("captures and reverses to the last minor unit of an amount that no float can hold", async () => {
  const [payer, payee] = [await openRef("ETH"), await openRef("ETH")];
  const whole = `900719925474.${"0".repeat(17)}3`;
  const part = `900719925474.${"0".repeat(17)}2`;
  applied(await move.topUp({ wallet_ref: payer, amount: whole, currency: "ETH" }));
  const body = {
    source_wallet_ref: payer,
    destination_wallet_ref: payee,
    amount: whole,
    currency: "ETH",
  };
  const held = applied(await move.transfer({ ...body, hold: true })).transaction_ref;
  const captured = applied(await move.capture(held, { amount: part })).transaction_ref;
  expect((await bank.transactions.get(operator, held)).hold?.remaining).toBe(fraction(18));
  applied(await move.reverse(captured, { amount: part }));
  expect(await balanceOf(payer)).toBe(whole);
});

it("splits an amount that no float can hold without losing a unit of it", async () => {
  const [payer, payee] = [await openRef("IDR"), await openRef("IDR")];
  const amount = "999999999999999999999999999999";
  applied(await move.topUp({ wallet_ref: payer, amount, currency: "IDR" }));
  const split = applied(
    await move.post({
      amount,
      currency: "IDR",
      source: { wallet_ref: payer },
      destinations: [
        { alias: "@fees", percent: "33.333333" },
        { wallet_ref: payee, rest: true },
      ],
    }),
  );
  const { legs } = await bank.transactions.get(operator, split.transaction_ref);
  const credits = legs
    .filter(({ direction }) => direction === "CREDIT")
    .map((leg) => BigInt(leg.amount));
  expect(credits).toEqual([333333329999999999999999999999n, 666666670000000000000000000000n]);
});
