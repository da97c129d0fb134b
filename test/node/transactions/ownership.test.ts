import { expect, it } from "vitest";
import type { Caller, Scope } from "../../../src/platform/caller.ts";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { openCustomers } from "../../support/customers.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const idr = (amount: string) => ({ amount, currency: "IDR" });

const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;

it("does not know a stranger's wallet that a customer would take money out of, whatever else is wrong", async () => {
  const { budi, hers, his, pay } = await openCustomers(bank, move);
  const taken = [
    await move.transfer({ ...pay, ...idr("1") }, { caller: budi }),
    await move.transfer({ ...pay, ...idr("1"), hold: true }, { caller: budi }),
    await move.transfer({ ...pay, ...idr("100000") }, { caller: budi }),
    await move.transfer({ ...pay, ...idr("1") }, { caller: budi, isDryRun: true }),
    await move.withdraw({ wallet_ref: hers, ...idr("1") }, { caller: budi }),
    await move.topUp({ wallet_ref: hers, ...idr("1") }, { caller: budi }),
  ];
  for (const { code, fields } of taken) {
    expect([code, fields.wallet_ref]).toEqual(["wallet_not_found", hers]);
  }
  await bank.wallets.freeze(operator, { write: write(), walletRef: hers, mode: "ALL" });
  expect((await move.transfer({ ...pay, ...idr("1") }, { caller: budi })).code).toBe(
    "wallet_not_found",
  );
  expect([await balanceOf(hers), await balanceOf(his)]).toEqual(["1000", "0"]);
});

it("tells a customer what their own wallets hold after a command, and nobody else's", async () => {
  const { ana, budi, hers, his, pay } = await openCustomers(bank, move);
  const sent = applied(await move.transfer({ ...pay, ...idr("300") }, { caller: ana }));
  expect(sent.balances.map(({ wallet_ref }) => wallet_ref)).toEqual([hers]);
  const returned = applied(
    await move.reverse(sent.transaction_ref, { amount: "10" }, { caller: budi }),
  );
  expect(returned.balances.map(({ wallet_ref }) => wallet_ref)).toEqual([his]);
  const held = applied(await move.transfer({ ...pay, ...idr("50"), hold: true }, { caller: ana }));
  const captured = applied(await move.capture(held.transaction_ref, {}, { caller: budi }));
  expect(captured.balances.map(({ wallet_ref }) => wallet_ref)).toEqual([his]);
  const everything = applied(await move.transfer({ ...pay, ...idr("1") }));
  expect(everything.balances.map(({ wallet_ref }) => wallet_ref)).toEqual([hers, his]);
});

it("does not let a guard ask what a stranger's wallet holds", async () => {
  const { ana, hers, his, pay } = await openCustomers(bank, move);
  applied(await move.transfer({ ...pay, ...idr("777") }));
  // Even without figures, a yes or a no would tell it by and by.
  for (const balance_at_least of ["778", "779"]) {
    const guards = [{ wallet_ref: his, balance_at_least }];
    const body = { ...pay, ...idr("1"), guards };
    const { code, fields } = await move.transfer(body, { caller: ana, isDryRun: true });
    expect([code, fields.found]).toEqual(["wallet_not_found", undefined]);
  }
  expect(await balanceOf(hers)).toBe("223");
});

it("does not tell the payee what a payer who could not pay has", async () => {
  const { ana, budi, pay } = await openCustomers(bank, move);
  const refused = await move.transfer({ ...pay, ...idr("5000") }, { caller: ana });
  expect(refused.fields).toMatchObject({ available: "1000" });
  const ref = String(refused.fields.transaction_ref);
  const seen = await bank.transactions
    .get(budi, ref)
    .catch((error: { code: string }) => error.code);
  expect(JSON.stringify(seen)).not.toContain('"1000"');
  expect((await bank.transactions.get(ana, ref)).failure?.fields).toMatchObject({
    available: "1000",
  });
});

it("does not tell a payer how much of the payee's limit is used", async () => {
  const { ana, his, pay } = await openCustomers(bank, move);
  await bank.wallets.setLimit(operator, {
    write: write(),
    walletRef: his,
    direction: "CREDIT",
    period: "DAY",
    most: { amount: 500n, currency: "IDR" },
    timeZone: "UTC",
  });
  applied(await move.topUp({ wallet_ref: his, ...idr("123") }));
  const refused = await move.transfer({ ...pay, ...idr("400") }, { caller: ana });
  expect(refused.code).toBe("limit_exceeded");
  expect(JSON.stringify([refused.fields, refused.detail])).not.toMatch(/\b(123|500)\b/);
});

it("shows nobody a transaction that is none of theirs, and lets them do nothing to it", async () => {
  const { ana, budi, pay } = await openCustomers(bank, move);
  const stranger = newOwner();
  const { transaction_ref: ref } = applied(
    await move.transfer({ ...pay, ...idr("10") }, { caller: ana }),
  );
  for (const caller of [ana, budi]) {
    expect((await bank.transactions.get(caller, ref)).transaction_ref).toBe(ref);
  }
  await expect(bank.transactions.get(stranger, ref)).rejects.toMatchObject({
    code: "transaction_not_found",
    entry: { status: 404 },
  });
  for (const act of ["reverse", "capture", "void"] as const) {
    expect((await move[act](ref, {}, { caller: stranger })).code).toBe("transaction_not_found");
  }
  const listed = await bank.transactions.list(stranger, {
    filters: {},
    limit: 20,
    cursor: undefined,
  });
  expect(listed.rows).toEqual([]);
});

it("does not put what a stranger tried with a customer's wallet before that customer", async () => {
  const { ana, budi, hers, pay } = await openCustomers(bank, move);
  const tried = await move.transfer(
    { ...pay, ...idr("1"), description: "Look at me" },
    { caller: budi },
  );
  const list = { filters: {}, limit: 20, cursor: undefined };
  const rows = (await bank.transactions.list(ana, list)).rows;
  expect(rows.map(({ type, amount }) => [type, amount])).toEqual([["TOPUP", "1000"]]);
  await expect(
    bank.transactions.get(ana, String(tried.fields.transaction_ref)),
  ).rejects.toMatchObject({
    code: "transaction_not_found",
  });
  const ofWallet = await bank.transactions.list(ana, { ...list, filters: { wallet_ref: hers } });
  expect(ofWallet.rows).toHaveLength(1);
});

it("lists to the members of a split that it was, also where a leg names a wallet by its ledger account", async () => {
  const { ana, hers } = await openCustomers(bank, move);
  const { rows: accounts } = await bank.ledger.listAccounts({
    filters: { owner_ref: hers },
    limit: 1,
    cursor: undefined,
  });
  const { transaction_ref: ref } = applied(
    await move.post({
      ...idr("5"),
      source: { account_ref: accounts[0]?.account_ref },
      destination: { alias: "@fees" },
    }),
  );
  expect((await bank.transactions.get(ana, ref)).transaction_ref).toBe(ref);
  const { rows } = await bank.transactions.list(ana, { filters: {}, limit: 20, cursor: undefined });
  expect(rows.map(({ transaction_ref }) => transaction_ref)).toContain(ref);
});

it("shows each member of a split their own leg, and not what the others got", async () => {
  const { ana, budi, hers, his } = await openCustomers(bank, move);
  const { transaction_ref: ref } = applied(
    await move.post({
      ...idr("1000"),
      source: { alias: "@world" },
      destinations: [
        { wallet_ref: hers, amount: "900" },
        { wallet_ref: his, rest: true },
      ],
    }),
  );
  const seen = (await bank.transactions.get(budi, ref)).legs;
  expect(seen.map(({ amount }) => amount)).not.toContain("900");
  expect((await bank.transactions.get(ana, ref)).legs.map(({ amount }) => amount)).toContain("900");
});

it("refuses each item of a bulk that needs a scope which the caller lacks, and the chain that it is in", async () => {
  const { ana, hers, his } = await openCustomers(bank, move);
  const scopes = new Set<Scope>(["transactions:write"]);
  const caller: Caller = { ...ana, scopes };
  const money = { currency: "IDR", amount: "10" };
  const transfer = {
    type: "TRANSFER",
    source_wallet_ref: hers,
    destination_wallet_ref: his,
    ...money,
  };
  const items = [
    transfer,
    { type: "TOPUP", wallet_ref: hers, ...money },
    { type: "WITHDRAWAL", wallet_ref: hers, ...money },
    { type: "POSTING", ...money, source: { alias: "@world" }, destination: { wallet_ref: hers } },
    { ...transfer, chain: "c" },
    { type: "TOPUP", wallet_ref: hers, ...money, chain: "c" },
  ].map((item) => ({ idempotency_key: newRef(), ...item }));
  const results = await bank.transactions.submitBulk(caller, { write: write(null), items });
  const told = results.map((result) =>
    "problem" in result
      ? [result.problem.code, result.problem.extensions.required_scope]
      : ["APPLIED", undefined],
  );
  expect(told).toEqual([
    ["APPLIED", undefined],
    ["scope_missing", "transactions:topup"],
    ["scope_missing", "transactions:withdraw"],
    ["scope_missing", "transactions:post"],
    ["linked_command_failed", undefined],
    ["scope_missing", "transactions:topup"],
  ]);
  expect([await balanceOf(hers), await balanceOf(his)]).toEqual(["990", "10"]);
});

it("lets no customer post legs out of accounts that are not theirs, whatever their key may do", async () => {
  const { ana, hers, his } = await openCustomers(bank, move);
  const { rows: accounts } = await bank.ledger.listAccounts({
    filters: { owner_ref: hers },
    limit: 1,
    cursor: undefined,
  });
  const thief = newOwner();
  const { wallet_ref: loot } = await bank.openWallet({ owner: thief });
  const sources = [
    { wallet_ref: hers },
    { account_ref: accounts[0]?.account_ref },
    { alias: "@world" },
  ];
  const told: unknown[] = [];
  for (const source of sources) {
    const body = { ...idr("100"), source, destination: { wallet_ref: loot } };
    const { code, fields } = await move.post(body, { caller: thief });
    told.push([code, fields.wallet_ref ?? fields.account_ref ?? fields.alias]);
  }
  expect(told).toEqual([
    ["wallet_not_found", hers],
    ["account_not_found", accounts[0]?.account_ref],
    ["account_not_found", "@world"],
  ]);
  expect(await balanceOf(loot)).toBe("0");
  expect(await balanceOf(his)).toBe("0");
  expect(
    (await bank.transactions.list(ana, { filters: {}, limit: 20, cursor: undefined })).rows,
  ).toHaveLength(1);
});

it("keeps the reference of one owner apart from the same reference of another", async () => {
  const { ana, budi, hers, his } = await openCustomers(bank, move);
  const reference = newRef();
  applied(await move.topUp({ wallet_ref: hers, ...idr("1"), reference }, { caller: ana }));
  applied(await move.topUp({ wallet_ref: his, ...idr("1"), reference }, { caller: budi }));
  const found = await bank.transactions.list(ana, {
    filters: { reference },
    limit: 20,
    cursor: undefined,
  });
  expect(found.rows).toHaveLength(1);
});

it("lets nobody spend what is not settled yet, whichever way they ask, and lets it be paid into", async () => {
  const { ana, budi, his } = await openCustomers(bank, move);
  const { wallet_ref: unsettled } = await bank.openWallet({ owner: ana, type: "PENDING" });
  applied(await move.topUp({ wallet_ref: unsettled, ...idr("100") }));
  const out = { source_wallet_ref: unsettled, destination_wallet_ref: his };
  const spent = [
    await move.transfer({ ...out, ...idr("1") }, { caller: ana }),
    await move.transfer({ ...out, ...idr("1"), hold: true }, { caller: ana }),
    await move.transfer({ ...out, ...idr("1") }, { caller: ana, isDryRun: true }),
    await move.withdraw({ wallet_ref: unsettled, ...idr("1") }, { caller: ana }),
    await move.post(
      { ...idr("1"), source: { wallet_ref: unsettled }, destination: { wallet_ref: his } },
      { caller: ana },
    ),
  ];
  for (const { code, fields } of spent) {
    expect([code, fields.wallet_ref]).toEqual(["wallet_not_settled", unsettled]);
  }
  // To a stranger it is not there, as ever.
  const strange = await move.transfer({ ...out, ...idr("1") }, { caller: budi });
  expect(strange.code).toBe("wallet_not_found");
  applied(await move.transfer({ ...out, ...idr("1") }));
  applied(
    await move.transfer(
      { source_wallet_ref: his, destination_wallet_ref: unsettled, ...idr("1") },
      { caller: budi },
    ),
  );
  expect([await balanceOf(unsettled), await balanceOf(his)]).toEqual(["100", "0"]);
});

it("leaves it to whoever promised money to the outside to say how much of it left", async () => {
  const { ana, hers } = await openCustomers(bank, move);
  const promised = { wallet_ref: hers, ...idr("900"), hold: true };
  const theirs = applied(await move.withdraw(promised)).transaction_ref;
  const less = { amount: "1", final: true };
  expect((await move.capture(theirs, less, { caller: ana })).code).toBe("not_yours_to_capture");
  applied(await move.capture(theirs, {}));
  const own = applied(await move.withdraw({ ...promised, ...idr("50") }, { caller: ana }));
  applied(await move.capture(own.transaction_ref, {}, { caller: ana }));
  expect(await balanceOf(hers)).toBe("50");
});
