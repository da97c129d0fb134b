import { expect, it } from "vitest";
import { refusalCatalogue } from "../../../src/transactions/refusal-of.ts";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover, type Outcome } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

const idr = (amount: string) => ({ amount, currency: "IDR" });
const openRef = async (currency = "IDR") => (await bank.openWallet({ currency })).wallet_ref;

async function funded(amount = "100"): Promise<string> {
  const wallet = await openRef();
  applied(await move.topUp({ wallet_ref: wallet, ...idr(amount) }));
  return wallet;
}

type Refused = {
  /** Sends the command that is refused. */
  readonly send: (key: string) => Promise<Outcome>;
  /** Takes away what it was refused for, so that only memory can refuse it again. */
  readonly mend: () => Promise<unknown>;
};

const setLimit = (walletRef: string, amount: bigint) =>
  bank.wallets.setLimit(operator, {
    write: write(),
    walletRef,
    direction: "DEBIT",
    period: "DAY",
    most: { amount, currency: "IDR" },
    timeZone: "UTC",
  });

async function pairOf(amount = "100") {
  const [source, destination] = [await funded(amount), await openRef()];
  const sides = { source_wallet_ref: source, destination_wallet_ref: destination };
  const topUp = (more: string) => move.topUp({ wallet_ref: source, ...idr(more) });
  const send = (body: object) => (key: string) => move.transfer({ ...sides, ...body }, { key });
  return { source, destination, sides, topUp, send };
}

const refusals: Readonly<Record<string, () => Promise<Refused>>> = {
  reference_taken: async () => {
    const { send, source } = await pairOf();
    const reference = newRef();
    const first = applied(await move.topUp({ wallet_ref: source, ...idr("1"), reference }));
    // A transaction keeps its reference for ever, unless the owner of the books takes it away.
    const statement =
      "update transactions.transactions set reference = null where transaction_ref = $1";
    const mend = () => queryAs(bank.ownerUrl, statement, [first.transaction_ref]);
    return { send: send({ ...idr("1"), reference }), mend };
  },
  wallet_frozen: async () => {
    const { send, source } = await pairOf();
    await bank.wallets.freeze(operator, { write: write(), walletRef: source, mode: "ALL" });
    const mend = () => bank.wallets.unfreeze(operator, { write: write(), walletRef: source });
    return { send: send(idr("1")), mend };
  },
  limit_exceeded: async () => {
    const { send, source } = await pairOf();
    await setLimit(source, 5n);
    return { send: send(idr("6")), mend: () => setLimit(source, 1000n) };
  },
  insufficient_funds: async () => {
    const { send, topUp } = await pairOf();
    return { send: send(idr("101")), mend: () => topUp("1000") };
  },
  guard_failed: async () => {
    const { send, source, topUp } = await pairOf();
    const guards = [{ wallet_ref: source, balance_at_least: "95" }];
    return { send: send({ ...idr("10"), guards }), mend: () => topUp("1000") };
  },
  insufficient_funds_to_return: async () => {
    const { send, destination } = await pairOf();
    const paid = applied(await send(idr("100"))(newRef()));
    applied(await move.withdraw({ wallet_ref: destination, ...idr("60") }));
    return {
      send: (key) => move.reverse(paid.transaction_ref, {}, { key }),
      mend: () => move.topUp({ wallet_ref: destination, ...idr("60") }),
    };
  },
};

// These are as they are for ever: nothing that anybody may do would take the cause away.
const lasting: Readonly<Record<string, () => Promise<Refused["send"]>>> = {
  wallet_not_found: async () => {
    const { send } = await pairOf();
    return send({ ...idr("1"), destination_wallet_ref: newRef() });
  },
  wallet_closed: async () => {
    const { send, destination } = await pairOf();
    await bank.wallets.close(operator, { write: write(), walletRef: destination });
    return send(idr("1"));
  },
  currency_mismatch: async () => {
    const { send } = await pairOf();
    return send({ ...idr("1"), destination_wallet_ref: await openRef("USD") });
  },
  account_not_found: async () => {
    const sides = { source: { account_ref: newRef() }, destination: { alias: "@fees" } };
    return (key) => move.post({ ...idr("1"), ...sides }, { key });
  },
  transaction_not_a_hold: async () => {
    const { send } = await pairOf();
    const paid = applied(await send(idr("1"))(newRef()));
    return (key) => move.capture(paid.transaction_ref, {}, { key });
  },
  transaction_not_reversible: async () => {
    const { send } = await pairOf();
    const hold = applied(await send({ ...idr("1"), hold: true })(newRef()));
    return (key) => move.reverse(hold.transaction_ref, {}, { key });
  },
  transaction_already_reversed: async () => {
    const { send } = await pairOf();
    const paid = applied(await send(idr("1"))(newRef()));
    applied(await move.reverse(paid.transaction_ref));
    return (key) => move.reverse(paid.transaction_ref, {}, { key });
  },
  amount_exceeds_remaining: async () => {
    const { send } = await pairOf();
    const paid = applied(await send(idr("10"))(newRef()));
    return (key) => move.reverse(paid.transaction_ref, { amount: "11" }, { key });
  },
  hold_ended: async () => {
    const { send } = await pairOf();
    const hold = applied(await send({ ...idr("1"), hold: true })(newRef()));
    applied(await move.void(hold.transaction_ref));
    return (key) => move.capture(hold.transaction_ref, {}, { key });
  },
  not_yours_to_return: async () => {
    const owner = newOwner();
    const [source, destination] = [(await bank.openWallet({ owner })).wallet_ref, await openRef()];
    applied(await move.topUp({ wallet_ref: source, ...idr("10") }));
    const sides = { source_wallet_ref: source, destination_wallet_ref: destination };
    const paid = applied(await move.transfer({ ...sides, ...idr("10") }));
    return (key) => move.reverse(paid.transaction_ref, {}, { key, caller: owner });
  },
};

async function expectRemembered(send: Refused["send"], mend: () => Promise<unknown>) {
  const key = newRef();
  const refused = await send(key);
  expect(refused.code).not.toBe("APPLIED");
  await mend();
  // What replays is not done again, so nothing but its being a replay tells it from the first.
  expect(await send(key)).toEqual(refused);

  const transactionRef = String(refused.fields.transaction_ref);
  const remembered = await bank.transactions.get(operator, transactionRef);
  expect(remembered).toMatchObject({
    status: "FAILED",
    lifecycle: "FAILED",
    legs: [],
    journal_ref: null,
  });
  const { transaction_ref: _ref, ...fields } = refused.fields;
  expect(remembered.failure).toEqual({ code: refused.code, fields });
  expect(await bank.eventsOf(transactionRef)).toEqual(["transaction.failed"]);
  return refused;
}

it.each(Object.keys(refusals))(
  "remembers %s under its key when its cause is gone",
  async (name) => {
    const { send, mend } = (await refusals[name]?.()) ?? expect.fail(name);
    const refused = await expectRemembered(send, mend);
    expect(name).toContain(refused.code);

    const anew = await send(newRef());
    expect(anew.code).toBe("APPLIED");
  },
);

it.each(Object.keys(lasting))("remembers %s under its key", async (name) => {
  const send = (await lasting[name]?.()) ?? expect.fail(name);
  const refused = await expectRemembered(send, async () => undefined);
  expect(refused.code).toBe(name);
});

it("documents every field that a refusal has, so that a client may count on it", async () => {
  const undocumented: Record<string, string[]> = {};
  const sends = [
    ...Object.values(refusals).map(async (prepare) => (await prepare()).send),
    ...Object.values(lasting).map((prepare) => prepare()),
  ];
  for (const send of await Promise.all(sends)) {
    const { code, fields } = await send(newRef());
    const documented = Object.keys(refusalCatalogue[code]?.fields ?? {});
    const unknown = Object.keys(fields).filter((name) => !documented.includes(name));
    if (unknown.length > 0) undocumented[code] = unknown;
  }
  expect(undocumented).toEqual({});
});

it("forgets what could not be understood, so that the mended request may have its key", async () => {
  const { sides } = await pairOf();
  const key = newRef();
  expect((await move.transfer({ ...sides, ...idr("1.5") }, { key })).code).toBe(
    "validation_failed",
  );
  expect((await move.transfer({ ...sides, ...idr("1") }, { key })).code).toBe("APPLIED");
});

it("goes on answering the first request of a key after another was refused it", async () => {
  const { sides, source } = await pairOf();
  const key = newRef();
  const first = await move.transfer({ ...sides, ...idr("1") }, { key });
  const changes = [
    { ...sides, ...idr("2") },
    { ...sides, ...idr("1"), metadata: { a: "b" } },
  ];
  for (const body of changes) {
    const { code, fields } = await move.transfer(body, { key });
    expect([code, fields]).toEqual([
      "idempotency_key_reused",
      { first_used_at: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
  }
  // Another operation with the same body is another request, too.
  expect((await move.withdraw({ wallet_ref: source, ...idr("1") }, { key })).code).toBe(
    "idempotency_key_reused",
  );
  expect(await move.transfer({ ...sides, ...idr("1") }, { key })).toEqual({
    ...first,
    isReplayed: true,
  });
});

it("takes the same key from two owners as two keys", async () => {
  const [ana, budi] = [newOwner(), newOwner()];
  const key = newRef();
  for (const caller of [ana, budi]) {
    const { wallet_ref } = await bank.openWallet({ owner: caller });
    expect((await move.topUp({ wallet_ref, ...idr("1") }, { key, caller })).code).toBe("APPLIED");
  }
});

it("lets a reference be used again when its first bearer failed, under another key", async () => {
  const { sides } = await pairOf();
  const reference = newRef();
  expect((await move.transfer({ ...sides, ...idr("101"), reference })).code).toBe(
    "insufficient_funds",
  );
  expect((await move.transfer({ ...sides, ...idr("100"), reference })).code).toBe("APPLIED");
  expect((await move.transfer({ ...sides, ...idr("1"), reference })).code).toBe("reference_taken");
});
