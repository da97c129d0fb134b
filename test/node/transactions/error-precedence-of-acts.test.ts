import { expect, it } from "vitest";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const freeze = (walletRef: string) =>
  bank.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
const close = (walletRef: string) => bank.wallets.close(operator, { write: write(), walletRef });

// The documented order, as far as it concerns what is done to an earlier transaction. Its currency is the original's, so
// there is no mismatch; limits count new movements only; and the bodies take no guards. A wrong kind of original is found
// out with the missing ones, because only the right kind has wallets to look at.
const rankedOfReversals = [
  "validation_failed",
  "idempotency_key_reused",
  "reference_taken",
  "not_yours_to_return",
  "transaction_not_reversible",
  "wallet_closed",
  "wallet_frozen",
  "transaction_already_reversed",
  "amount_exceeds_remaining",
  "insufficient_funds",
] as const;
type ReversalFault = (typeof rankedOfReversals)[number];

// A wallet is either closed or frozen, so that pair stands on two wallets. A reversal has nothing left to reverse of, and
// what was wholly reversed has no amount that is too much by itself.
const impossibleReversals: readonly (readonly [ReversalFault, ReversalFault])[] = [
  ["transaction_not_reversible", "transaction_already_reversed"],
];

function pairsOf<Code>(codes: readonly Code[], impossible: readonly (readonly [Code, Code])[]) {
  return codes.flatMap((earlier, rank) =>
    codes
      .slice(rank + 1)
      .filter((later) => !impossible.some(([a, b]) => a === earlier && b === later))
      .map((later) => [earlier, later] as const),
  );
}

/** A payment of 100 that is reversed with these faults. */
async function reverseWith(faults: readonly ReversalFault[]) {
  const has = (...codes: ReversalFault[]) => codes.some((code) => faults.includes(code));
  const [payerOwner, payeeOwner] = [newOwner(), newOwner()];
  const payer = (await bank.openWallet({ owner: payerOwner })).wallet_ref;
  const payee = (await bank.openWallet({ owner: payeeOwner })).wallet_ref;
  applied(await move.topUp({ wallet_ref: payer, amount: "100", currency: "IDR" }));
  const pay = { source_wallet_ref: payer, destination_wallet_ref: payee, currency: "IDR" };
  let original = applied(await move.transfer({ ...pay, amount: "100" })).transaction_ref;

  if (has("transaction_already_reversed")) applied(await move.reverse(original));
  if (has("transaction_not_reversible"))
    original = applied(await move.reverse(original)).transaction_ref;
  const isBack = has("transaction_already_reversed", "transaction_not_reversible");
  if (has("insufficient_funds", "wallet_closed") && !isBack) {
    applied(await move.withdraw({ wallet_ref: payee, amount: "100", currency: "IDR" }));
  }
  if (has("wallet_closed")) await close(payee);
  if (has("wallet_frozen")) await freeze(has("wallet_closed") ? payer : payee);

  const [key, reference] = [newRef(), newRef()];
  // What was paid back already is the payer's; it is not for the payee to return it.
  const stranger = has("transaction_not_reversible") ? payeeOwner : payerOwner;
  const { wallet_ref: other } = await bank.openWallet({ owner: stranger, type: "PENDING" });
  const topUp = { wallet_ref: other, amount: "1", currency: "IDR" };
  const caller = has("not_yours_to_return") ? stranger : operator;
  if (has("idempotency_key_reused")) applied(await move.topUp(topUp, { key, caller }));
  if (has("reference_taken")) applied(await move.topUp({ ...topUp, reference }, { caller }));
  const amount = has("amount_exceeds_remaining") ? { amount: "101" } : {};
  return move.reverse(
    original,
    { reference, ...amount, ...(has("validation_failed") && { amount: "1e2" }) },
    { key, caller },
  );
}

it.each(rankedOfReversals)("a reversal whose only fault is %s is told of it", async (code) => {
  expect((await reverseWith([code])).code).toBe(code);
});

it.each(pairsOf(rankedOfReversals, impossibleReversals))(
  "a reversal with %s is told so before %s",
  async (earlier, later) => {
    expect((await reverseWith([later, earlier])).code).toBe(earlier);
  },
);

const rankedOfCaptures = [
  "validation_failed",
  "idempotency_key_reused",
  "reference_taken",
  "transaction_not_a_hold",
  "wallet_closed",
  "wallet_frozen",
  "hold_ended",
  "amount_exceeds_remaining",
] as const;
type CaptureFault = (typeof rankedOfCaptures)[number];

// A wallet with a promise on it cannot be closed, so a capture meets a closed wallet only when its hold has ended; and to
// capture what is not a hold asks no wallet. Captures take promised money, of which there is always enough.
const impossibleCaptures: readonly (readonly [CaptureFault, CaptureFault])[] = [
  ["transaction_not_a_hold", "wallet_closed"],
  ["transaction_not_a_hold", "hold_ended"],
];

/** A hold of 100 that is captured with these faults. */
async function captureWith(faults: readonly CaptureFault[]) {
  const has = (...codes: CaptureFault[]) => codes.some((code) => faults.includes(code));
  const [payer, payee] = [
    (await bank.openWallet()).wallet_ref,
    (await bank.openWallet()).wallet_ref,
  ];
  applied(await move.topUp({ wallet_ref: payer, amount: "100", currency: "IDR" }));
  const pay = {
    source_wallet_ref: payer,
    destination_wallet_ref: payee,
    currency: "IDR",
    amount: "100",
  };
  const hold = !has("transaction_not_a_hold");
  const original = applied(await move.transfer({ ...pay, hold })).transaction_ref;
  if (has("hold_ended", "wallet_closed")) applied(await move.void(original));
  if (has("wallet_closed")) await close(payee);
  if (has("wallet_frozen")) await freeze(payer);

  const [key, reference] = [newRef(), newRef()];
  const topUp = { wallet_ref: (await bank.openWallet()).wallet_ref, amount: "1", currency: "IDR" };
  if (has("idempotency_key_reused")) applied(await move.topUp(topUp, { key }));
  if (has("reference_taken")) applied(await move.topUp({ ...topUp, reference }));
  const amount = has("amount_exceeds_remaining") ? { amount: "101" } : {};
  return move.capture(
    original,
    { reference, ...amount, ...(has("validation_failed") && { amount: "1e2" }) },
    { key },
  );
}

it.each(rankedOfCaptures)("a capture whose only fault is %s is told of it", async (code) => {
  expect((await captureWith([code])).code).toBe(code);
});

it.each(pairsOf(rankedOfCaptures, impossibleCaptures))(
  "a capture with %s is told so before %s",
  async (earlier, later) => {
    expect((await captureWith([later, earlier])).code).toBe(earlier);
  },
);

it.each(["capture", "reverse"] as const)(
  "an amount that nobody could read is told so before the missing transaction that it was for: %s",
  async (act) => {
    expect((await move[act](newRef(), { amount: "1e2" })).code).toBe("validation_failed");
    expect((await move[act](newRef(), { amount: "1" })).code).toBe("transaction_not_found");
  },
);

it("a part of many legs is refused before anybody asks whether the money is still there", async () => {
  const [payer, payee] = [
    (await bank.openWallet()).wallet_ref,
    (await bank.openWallet()).wallet_ref,
  ];
  applied(await move.topUp({ wallet_ref: payer, amount: "100", currency: "IDR" }));
  const split = applied(
    await move.post({
      amount: "100",
      currency: "IDR",
      source: { wallet_ref: payer },
      destinations: [
        { wallet_ref: payee, percent: "50" },
        { alias: "@fees", rest: true },
      ],
    }),
  );
  applied(await move.withdraw({ wallet_ref: payee, amount: "50", currency: "IDR" }));
  const codeOf = async (body: Record<string, string>) =>
    (await move.reverse(split.transaction_ref, body)).code;

  expect(await codeOf({ amount: "101" })).toBe("amount_exceeds_remaining");
  expect(await codeOf({ amount: "1" })).toBe("partial_reversal_of_many_legs");
  expect(await codeOf({})).toBe("insufficient_funds");
  await freeze(payee);
  expect(await codeOf({ amount: "1" })).toBe("wallet_frozen");
});
