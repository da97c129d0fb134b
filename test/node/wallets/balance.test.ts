import { Client } from "pg";
import { expect, it } from "vitest";
import { newOwner, newRef, openTestBank, operator } from "../../support/bank.ts";
import { applyCommands, commandOf } from "../../support/commands.ts";

const bank = await openTestBank();

type Past = Parameters<typeof bank.wallets.balance>[1]["past"];

const balanceOf = (walletRef: string, past: Past = {}, caller = operator) =>
  bank.wallets.balance(caller, { walletRef, past });

async function openWallet(owner = newOwner()) {
  return (await bank.openWallet({ owner })).wallet_ref;
}

/** Tops a wallet up and answers when that was recorded. */
async function topUp(walletRef: string, amount: number, fields: Record<string, unknown> = {}) {
  const [reply] = await applyCommands(bank.appUrl, [
    { type: "TOPUP", amount, destination_wallet_ref: walletRef, ...fields },
  ]);
  expect(reply?.code).toBeUndefined();
  return String(reply?.recorded_at);
}

const shifted = (moment: string, byMs: number) => new Date(Date.parse(moment) + byMs).toISOString();

it("shows a new wallet as empty, and everything that was posted as soon as it was answered", async () => {
  const owner = newOwner();
  const walletRef = await openWallet(owner);
  const empty = {
    wallet_ref: walletRef,
    currency: "IDR",
    balance: "0",
    pending_in: "0",
    pending_out: "0",
    available: "0",
    overdraft: "0",
    version: 0,
    as_of: expect.stringMatching(/Z$/),
  };
  expect(await balanceOf(walletRef, {}, owner)).toEqual(empty);

  for (let turn = 1; turn <= 5; turn += 1) {
    await topUp(walletRef, 100);
    const held = { balance: String(turn * 100), available: String(turn * 100), version: turn };
    expect(await balanceOf(walletRef, {}, owner)).toEqual({ ...empty, ...held });
  }
});

it("shows what is promised on both sides, and no longer once the hold has run out unswept", async () => {
  const [source, destination] = [await openWallet(), await openWallet()];
  await topUp(source, 1_000);
  const expiresAt = shifted(String((await balanceOf(source)).as_of), 700);
  await applyCommands(bank.appUrl, [
    {
      type: "TRANSFER",
      amount: 300,
      source_wallet_ref: source,
      destination_wallet_ref: destination,
      is_hold: true,
      expires_at: expiresAt,
    },
  ]);
  expect(await balanceOf(source)).toMatchObject({ pending_out: "300", available: "700" });
  expect(await balanceOf(destination)).toMatchObject({ pending_in: "300", available: "0" });

  await expect
    .poll(() => balanceOf(source), { timeout: 5_000 })
    .toMatchObject({ balance: "1000", pending_out: "0", available: "1000" });
  expect(await balanceOf(destination)).toMatchObject({ pending_in: "0", balance: "0" });
});

it("sums the stripes of a platform wallet, whichever lanes posted to it", async () => {
  const walletRef = (await bank.openWallet({ type: "PLATFORM" })).wallet_ref;
  for (const lane of [0, 3, 5]) {
    await applyCommands(
      bank.appUrl,
      [{ type: "TOPUP", amount: 50, destination_wallet_ref: walletRef }],
      lane,
    );
  }
  const now = await balanceOf(walletRef);
  expect(now).toMatchObject({ balance: "150", version: 3, overdraft: null });
  const past = await balanceOf(walletRef, { at: now.as_of });
  expect(past).toMatchObject({ balance: "150", version: 3, pending_out: null });
  await expect(balanceOf(walletRef, { at_version: 1 })).rejects.toMatchObject({
    code: "not_for_platform_wallets",
  });
});

it("answers the past exactly to the millisecond, and the same when it is asked again", async () => {
  const walletRef = await openWallet();
  const moments: string[] = [];
  for (let turn = 0; turn < 6; turn += 1) moments.push(await topUp(walletRef, 10));

  // Entries of one millisecond are told apart by their versions only.
  const countBy = (moment: string) => moments.filter((recorded) => recorded <= moment).length;
  const asked = moments.flatMap((moment) => [shifted(moment, -1), moment]);
  const first = await Promise.all(asked.map((at) => balanceOf(walletRef, { at })));
  for (const [index, at] of asked.entries()) {
    const count = countBy(at);
    expect(first[index]).toMatchObject({
      balance: String(count * 10),
      version: count,
      as_of: at,
      pending_in: null,
      pending_out: null,
      available: null,
      overdraft: null,
    });
  }

  for (let turn = 0; turn < 5; turn += 1) await topUp(walletRef, 7);
  expect(await Promise.all(asked.map((at) => balanceOf(walletRef, { at })))).toEqual(first);
});

it("keeps an answer about this very millisecond, however many write at the same time", async () => {
  const walletRef = await openWallet();
  const answers: { at: string; version: number }[] = [];
  let isWriting = true;
  const writer = (async () => {
    for (let turn = 0; turn < 40; turn += 1) await topUp(walletRef, 1);
    isWriting = false;
  })();
  while (isWriting) {
    const at = new Date().toISOString();
    const { version } = await balanceOf(walletRef, { at });
    answers.push({ at, version });
  }
  await writer;
  expect(answers.length).toBeGreaterThan(5);
  for (const { at, version } of answers) {
    expect((await balanceOf(walletRef, { at })).version).toBe(version);
  }
});

it.each([
  ["", "CASH", 0],
  [" in a stripe that nobody has seen", "PLATFORM", 7],
] as const)(
  "waits for an entry%s that is stamped and not yet committed",
  async (_where, type, lane) => {
    const walletRef = (await bank.openWallet({ type })).wallet_ref;
    const slow = new Client({ connectionString: bank.appUrl });
    await slow.connect();
    await slow.query("begin");
    const topUpCommand = commandOf(1, {
      type: "TOPUP",
      amount: 5,
      destination_wallet_ref: walletRef,
    });
    const { rows } = await slow.query("select transactions.apply($1, $2::jsonb) as replies", [
      lane,
      JSON.stringify([topUpCommand]),
    ]);
    const at = String(JSON.parse(rows[0].replies).recorded_at);

    let isAnswered = false;
    const asked = balanceOf(walletRef, { at }).finally(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(isAnswered).toBe(false);
    await slow.query("commit");
    await slow.end();
    expect(await asked).toMatchObject({ balance: "5", version: 1, as_of: at });
  },
);

it("refuses a moment that has not come, and says what time it is", async () => {
  const walletRef = await openWallet();
  const { as_of: now } = await balanceOf(walletRef);
  const refused = { code: "moment_in_future", extensions: { now: expect.any(String) } };
  await expect(balanceOf(walletRef, { at: shifted(now, 60_000) })).rejects.toMatchObject(refused);
});

it("counts entries from when they are effective, where that is asked for", async () => {
  const walletRef = await openWallet();
  const start = await topUp(walletRef, 1);
  const back = await topUp(walletRef, 10, { effective_at: shifted(start, -86_400_000) });
  const ahead = await topUp(walletRef, 100, { effective_at: shifted(start, 86_400_000) });

  const at = (moment: string, by: "recorded" | "effective") =>
    balanceOf(walletRef, { at: moment, by }).then(({ balance, version }) => [balance, version]);
  const before = shifted(start, -1_000);
  expect(await at(before, "recorded")).toEqual(["0", 0]);
  expect(await at(before, "effective")).toEqual(["10", 1]);
  expect(await at(shifted(start, -86_400_001), "effective")).toEqual(["0", 0]);
  expect(await at(ahead, "recorded")).toEqual(["111", 3]);
  expect(await at(ahead, "effective")).toEqual(["11", 2]);
  expect(back <= ahead).toBe(true);
  // By effective time a past balance is what is known of it now.
  await topUp(walletRef, 1_000, { effective_at: shifted(start, -2_000) });
  expect(await at(before, "effective")).toEqual(["1010", 2]);
  expect(await at(before, "recorded")).toEqual(["0", 0]);
});

it("answers the balance after each entry, and refuses one that is not there yet", async () => {
  const walletRef = await openWallet();
  const moments = [await topUp(walletRef, 5), await topUp(walletRef, 6)];
  const after = (version: number) => balanceOf(walletRef, { at_version: version });

  expect(await after(0)).toMatchObject({ balance: "0", version: 0 });
  expect(await after(1)).toMatchObject({ balance: "5", version: 1, as_of: moments[0] });
  expect(await after(2)).toMatchObject({ balance: "11", version: 2, as_of: moments[1] });
  await expect(after(3)).rejects.toMatchObject({
    code: "version_not_reached",
    extensions: { present_version: 2 },
  });
});

it("shows a stranger nothing of a wallet, as if it did not exist", async () => {
  const walletRef = await openWallet();
  const stranger = newOwner();
  const missing = expect.objectContaining({ name: "Problem", code: "wallet_not_found" });
  const { wallets } = bank;
  const page = { walletRef, filters: {}, limit: 10, cursor: undefined };

  await expect(balanceOf(walletRef, {}, stranger)).rejects.toEqual(missing);
  await expect(balanceOf(walletRef, { at_version: 0 }, stranger)).rejects.toEqual(missing);
  await expect(balanceOf(newRef(), {}, operator)).rejects.toEqual(missing);
  await expect(wallets.mutations(stranger, page)).rejects.toEqual(missing);
  await expect(wallets.statement(stranger, { walletRef, range: {} })).rejects.toEqual(missing);
  await expect(wallets.limits(stranger, walletRef)).rejects.toEqual(missing);
});
