import { afterAll, expect, it } from "vitest";
import { newRef, openTestBank, operator } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const openRef = async (currency = "IDR") => (await bank.openWallet({ currency })).wallet_ref;
const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;
const idr = (amount: string) => ({ amount, currency: "IDR" });

async function funded(amount: string, currency = "IDR"): Promise<string> {
  const wallet = await openRef(currency);
  applied(await move.topUp({ wallet_ref: wallet, amount, currency }));
  return wallet;
}

const debit = (wallet_ref: string, amount: string, currency = "IDR") => ({
  wallet_ref,
  direction: "DEBIT",
  amount,
  currency,
});
const credit = (wallet_ref: string, amount: string, currency = "IDR") => ({
  ...debit(wallet_ref, amount, currency),
  direction: "CREDIT",
});
const clearing = (direction: string, amount: string, currency: string) => ({
  alias: "@clearing",
  direction,
  amount,
  currency,
});

it("exchanges money through clearing accounts, each currency balanced by itself, with its rate on record", async () => {
  const [rupiah, dollars] = [await funded("16250000"), await openRef("USD")];
  const rate = { numerator: "16250", denominator: "1" };
  const exchanged = applied(
    await move.post({
      type: "EXCHANGE",
      rate,
      legs: [
        debit(rupiah, "16250000"),
        clearing("CREDIT", "16250000", "IDR"),
        clearing("DEBIT", "1000.00", "USD"),
        credit(dollars, "1000.00", "USD"),
      ],
    }),
  );
  expect(exchanged).toMatchObject({
    type: "EXCHANGE",
    amount: "16250000",
    currency: "IDR",
    details: { rate },
  });
  expect(exchanged.balances).toEqual([
    { wallet_ref: rupiah, balance: "0", available: "0", version: 2 },
    { wallet_ref: dollars, balance: "1000.00", available: "1000.00", version: 1 },
  ]);
  expect(await bank.transactions.get(operator, exchanged.transaction_ref)).toMatchObject({
    details: { rate },
  });
  const sums = await queryAs<{ currency: string; difference: string }>(
    bank.ownerUrl,
    `select currency, sum(case direction when 'DEBIT' then amount else -amount end)::text as difference
     from ledger.entries where journal_ref = $1 group by currency order by currency`,
    [exchanged.journal_ref],
  );
  expect(sums).toEqual([
    { currency: "IDR", difference: "0" },
    { currency: "USD", difference: "0" },
  ]);
});

it("refuses legs that balance only across currencies, and keeps them out of the books when asked directly", async () => {
  const [rupiah, dollars] = [await funded("100"), await openRef("USD")];
  const legs = [debit(rupiah, "100"), credit(dollars, "1.00", "USD")];
  const refused = await move.post({ legs });
  expect([refused.code, refused.fields.errors]).toMatchObject([
    "validation_failed",
    [
      { message: "Debits and credits differ in IDR." },
      { message: "Debits and credits differ in USD." },
    ],
  ]);
  const command = {
    type: "POSTING",
    amount: 100,
    legs: legs.map((leg) => ({ ...leg, amount: 100 })),
  };
  await expect(applyCommands(bank.appUrl, [command])).rejects.toThrow("does not balance");
  expect([await balanceOf(rupiah), await balanceOf(dollars)]).toEqual(["100", "0.00"]);
});

it("refuses a leg in another currency than its wallet's", async () => {
  const [rupiah, dollars] = [await funded("100"), await openRef("USD")];
  const refused = await move.post({ legs: [debit(rupiah, "50"), credit(dollars, "50")] });
  expect([refused.code, refused.fields]).toMatchObject([
    "currency_mismatch",
    { wallet_ref: dollars, account_currency: "USD", direction: "CREDIT" },
  ]);
});

it("counts what a wallet gives and gets in one posting together, in the order of the legs", async () => {
  const [ana, budi] = [await funded("10"), await openRef()];
  const posted = applied(
    await move.post({ legs: [debit(ana, "100"), credit(budi, "5"), credit(ana, "95")] }),
  );
  expect(posted.balances).toEqual([
    { wallet_ref: ana, balance: "5", available: "5", version: 3 },
    { wallet_ref: budi, balance: "5", available: "5", version: 1 },
  ]);
  const short = await move.post({ legs: [debit(ana, "4"), debit(ana, "4"), credit(budi, "8")] });
  expect([short.code, short.fields]).toMatchObject([
    "insufficient_funds",
    { required: "8", available: "5" },
  ]);
});

it("splits from many to one and from one to many, to the last unit", async () => {
  const [ana, budi, shop] = [await funded("1000"), await funded("1000"), await openRef()];
  const gathered = applied(
    await move.post({
      ...idr("1001"),
      sources: [
        { wallet_ref: ana, percent: "50" },
        { wallet_ref: budi, percent: "50" },
      ],
      destination: { wallet_ref: shop },
    }),
  );
  expect(gathered.amount).toBe("1001");
  // Of the two halves the first one in order bears the odd unit.
  expect([await balanceOf(ana), await balanceOf(budi)]).toEqual(["499", "500"]);
  applied(
    await move.post({
      ...idr("1001"),
      source: { wallet_ref: shop },
      destinations: [
        { alias: "@fees", percent: "2.5" },
        { wallet_ref: ana, amount: "100" },
        { wallet_ref: budi, rest: true },
      ],
    }),
  );
  expect([await balanceOf(shop), await balanceOf(ana), await balanceOf(budi)]).toEqual([
    "0",
    "599",
    "1376",
  ]);
});

it.each([
  ["no legs and nothing to split", {}],
  [
    "legs and a split at once",
    { legs: "balanced", ...idr("5"), source: "ana", destination: "budi" },
  ],
  ["legs and an amount at once", { legs: "balanced", ...idr("5") }],
  [
    "two sources and a source",
    { ...idr("5"), source: "ana", sources: "halves", destination: "budi" },
  ],
  ["a split with no destination", { ...idr("5"), source: "ana" }],
  ["a split without a currency", { amount: "5", source: "ana", destination: "budi" }],
  [
    "a share that is both a percentage and the rest",
    { ...idr("5"), source: "ana", destinations: "confused" },
  ],
  ["an end with two addresses", { ...idr("5"), source: "twice", destination: "budi" }],
])("refuses a posting with %s", async (_name, asked: Record<string, string>) => {
  const [ana, budi] = [await funded("100"), await openRef()];
  const known: Record<string, unknown> = {
    balanced: [debit(ana, "5"), credit(budi, "5")],
    ana: { wallet_ref: ana },
    budi: { wallet_ref: budi },
    twice: { wallet_ref: ana, alias: "@fees" },
    halves: [
      { wallet_ref: ana, percent: "50" },
      { alias: "@fees", percent: "50" },
    ],
    confused: [{ wallet_ref: budi, percent: "50", rest: true }],
  };
  const body = Object.fromEntries(
    Object.entries(asked).map(([name, value]) => [name, known[value] ?? value]),
  );
  expect((await move.post(body)).code).toBe("validation_failed");
  expect(await balanceOf(ana)).toBe("100");
});

it("knows the platform's own accounts by alias in any currency, and no others", async () => {
  const wallet = await funded("5.000", "KWD");
  const to = (alias: string) =>
    move.post({
      amount: "1.000",
      currency: "KWD",
      source: { wallet_ref: wallet },
      destination: { alias },
    });
  for (const alias of ["@fees", "@world", "@clearing"])
    expect((await to(alias)).code).toBe("APPLIED");
  const { code, fields } = await to("@nobody");
  expect([code, fields]).toEqual([
    "account_not_found",
    { alias: "@nobody", direction: "CREDIT", transaction_ref: fields.transaction_ref },
  ]);
  expect(await balanceOf(wallet)).toBe("2.000");
});

const momentOf = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

it("counts a movement from the moment that it says, and shows by record when it was made", async () => {
  const [ana, budi] = [await funded("1000"), await openRef()];
  const sides = { source_wallet_ref: ana, destination_wallet_ref: budi };
  const yesterday = applied(
    await move.transfer({ ...sides, ...idr("10"), effective_at: momentOf(-1) }),
  );
  const tomorrow = applied(
    await move.transfer({ ...sides, ...idr("5"), effective_at: momentOf(1) }),
  );
  const now = applied(await move.transfer({ ...sides, ...idr("1") }));
  expect(now.effective_at).toBeNull();
  for (const { transaction_ref, effective_at } of [yesterday, tomorrow]) {
    expect(effective_at).not.toBeNull();
    expect((await bank.transactions.get(operator, transaction_ref)).effective_at).toBe(
      effective_at,
    );
  }
  const at = now.created_at;
  const by = async (way: "recorded" | "effective", moment: string) =>
    (await bank.wallets.balance(operator, { walletRef: budi, past: { at: moment, by: way } }))
      .balance;
  expect([await by("recorded", at), await by("effective", at)]).toEqual(["16", "11"]);
  expect([await by("recorded", momentOf(-0.5)), await by("effective", momentOf(-0.5))]).toEqual([
    "0",
    "10",
  ]);
  // Money that counts only tomorrow can be spent today: what is available is what was recorded.
  expect((await bank.wallets.balance(operator, { walletRef: budi, past: {} })).available).toBe(
    "16",
  );
});

it("keeps one order of its entries, though what they say counts earlier or later", async () => {
  const wallet = await openRef();
  for (const days of [1, -1, 300, -300, 0.5]) {
    applied(await move.topUp({ wallet_ref: wallet, ...idr("1"), effective_at: momentOf(days) }));
  }
  const rows = await queryAs<{ version: number; recorded_at: Date }>(
    bank.ownerUrl,
    `select account_version::integer as version, recorded_at from ledger.entries
     where account_id = (select id from ledger.accounts where owner_ref = $1) order by account_version`,
    [wallet],
  );
  expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  const moments = rows.map(({ recorded_at }) => recorded_at.getTime());
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
});

it("takes an account by its ref where it takes a wallet, with the wallet's own rules", async () => {
  const [ana, budi] = [await funded("10"), await openRef()];
  const refOf = async (owner_ref: string) =>
    (await bank.ledger.listAccounts({ filters: { owner_ref }, limit: 1, cursor: undefined }))
      .rows[0]?.account_ref;
  const ends = {
    source: { account_ref: await refOf(ana) },
    destination: { account_ref: await refOf(budi) },
  };
  expect((await move.post({ ...idr("11"), ...ends })).fields).toMatchObject({
    wallet_ref: ana,
    available: "10",
  });
  applied(await move.post({ ...idr("10"), ...ends }));
  expect([await balanceOf(ana), await balanceOf(budi)]).toEqual(["0", "10"]);
  const unknown = { source: { account_ref: newRef() }, destination: { wallet_ref: budi } };
  const { code, fields } = await move.post({ ...idr("1"), ...unknown });
  expect([code, fields.account_ref]).toEqual(["account_not_found", unknown.source.account_ref]);
});
