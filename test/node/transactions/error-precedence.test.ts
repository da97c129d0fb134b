import { expect, it } from "vitest";
import { newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

/** The documented order. Every transfer below commits two of these faults and must be told of the earlier one. */
const ranked = [
  "validation_failed",
  "idempotency_key_reused",
  "reference_taken",
  "wallet_not_found",
  "wallet_closed",
  "wallet_frozen",
  "currency_mismatch",
  "limit_exceeded",
  "insufficient_funds",
  "guard_failed",
] as const;
type Code = (typeof ranked)[number];
type Side = "source" | "destination";
type Fault = { readonly code: Code; readonly side: Side | null };

/** The faults that one wallet has, and on which side of the transfer they can be. Others are faults of the command. */
const sidesOf: Partial<Record<Code, readonly Side[]>> = {
  wallet_not_found: ["source", "destination"],
  wallet_closed: ["source", "destination"],
  wallet_frozen: ["source", "destination"],
  currency_mismatch: ["source", "destination"],
  limit_exceeded: ["source", "destination"],
  // Nobody can have too little to receive.
  insufficient_funds: ["source"],
};

// A wallet that is not there has no other fault, a closed one cannot be frozen or be emptied any further, and a frozen one
// cannot be closed. Those pairs stand on two wallets instead.
const impossibleTogether: readonly (readonly [Code, Code])[] = [
  ["wallet_not_found", "wallet_closed"],
  ["wallet_not_found", "wallet_frozen"],
  ["wallet_not_found", "currency_mismatch"],
  ["wallet_not_found", "limit_exceeded"],
  ["wallet_not_found", "insufficient_funds"],
  ["wallet_closed", "wallet_frozen"],
];

function placementsOf(code: Code): readonly Fault[] {
  return (sidesOf[code] ?? [null]).map((side) => ({ code, side }));
}

function canMeet(first: Fault, second: Fault): boolean {
  if (first.side === null || first.side !== second.side) return true;
  return !impossibleTogether.some(([a, b]) => a === first.code && b === second.code);
}

const pairs = ranked.flatMap((earlier, rank) =>
  ranked.slice(rank + 1).flatMap((later) =>
    placementsOf(earlier).flatMap((first) =>
      placementsOf(later)
        .filter((second) => canMeet(first, second))
        .map((second) => [nameOf(first), nameOf(second), first, second] as const),
    ),
  ),
);

function nameOf({ code, side }: Fault): string {
  return side === null ? code : `${code} of the ${side}`;
}

const amount = "100";

async function walletWith(faults: readonly Code[], side: Side): Promise<string> {
  if (faults.includes("wallet_not_found")) return newRef();
  const isForeign = faults.includes("currency_mismatch");
  const currency = isForeign ? "USD" : "IDR";
  const { wallet_ref: walletRef } = await bank.openWallet({ currency });
  if (faults.includes("limit_exceeded")) {
    await bank.wallets.setLimit(operator, {
      write: write(),
      walletRef,
      direction: side === "source" ? "DEBIT" : "CREDIT",
      period: "DAY",
      most: { amount: 99n, currency },
      timeZone: "Asia/Jakarta",
    });
  }
  const isEmpty = ["insufficient_funds", "wallet_closed"].some((each) =>
    faults.includes(each as Code),
  );
  if (side === "source" && !isEmpty) {
    const body = { wallet_ref: walletRef, amount: isForeign ? "1000.00" : "1000", currency };
    applied(await move.topUp(body));
  }
  if (faults.includes("wallet_frozen")) {
    await bank.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  }
  if (faults.includes("wallet_closed")) {
    await bank.wallets.close(operator, { write: write(), walletRef });
  }
  return walletRef;
}

/** Commits the faults with one transfer and answers what it was told. */
async function transferWith(faults: readonly Fault[]) {
  const has = (code: Code) => faults.some((fault) => fault.code === code);
  const on = (side: Side) => faults.filter((fault) => fault.side === side).map(({ code }) => code);
  const source = await walletWith(on("source"), "source");
  const destination = await walletWith(on("destination"), "destination");
  const other = (await bank.openWallet()).wallet_ref;
  const topUp = { wallet_ref: other, amount: "1", currency: "IDR" };
  const [key, reference] = [newRef(), newRef()];
  if (has("idempotency_key_reused")) applied(await move.topUp(topUp, { key }));
  if (has("reference_taken")) applied(await move.topUp({ ...topUp, reference }));
  return move.transfer(
    {
      source_wallet_ref: source,
      destination_wallet_ref: destination,
      amount: has("validation_failed") ? "100.5" : amount,
      currency: "IDR",
      reference,
      ...(has("guard_failed") && { guards: [{ wallet_ref: source, version: 99 }] }),
    },
    { key },
  );
}

it.each(ranked.flatMap(placementsOf).map((fault) => [nameOf(fault), fault] as const))(
  "a transfer whose only fault is %s is told of it",
  async (_name, fault) => {
    expect((await transferWith([fault])).code).toBe(fault.code);
  },
);

it.each(pairs)(
  "a transfer with %s is told so before %s",
  async (_first, _second, first, second) => {
    expect((await transferWith([second, first])).code).toBe(first.code);
  },
);

it("names the same one of two missing wallets every time: the one that the money was to leave", async () => {
  const [source, destination] = [newRef(), newRef()].toSorted().toReversed();
  const body = { amount, currency: "IDR" };
  const named = await Promise.all(
    [
      { source_wallet_ref: source, destination_wallet_ref: destination },
      { source_wallet_ref: destination, destination_wallet_ref: source },
    ].map(async (sides) => {
      const { fields } = await move.transfer({ ...body, ...sides });
      return fields.wallet_ref;
    }),
  );
  expect(named).toEqual([source, destination]);
});

it("names the first leg of two with the same fault, however many legs there are", async () => {
  const [first, second] = [
    await walletWith(["wallet_frozen"], "source"),
    await walletWith(["wallet_frozen"], "source"),
  ];
  const legs = [second, first].map((wallet_ref) => ({
    wallet_ref,
    direction: "DEBIT",
    amount: "5",
    currency: "IDR",
  }));
  const credit = { alias: "@fees", direction: "CREDIT", amount: "10", currency: "IDR" };
  const { code, fields } = await move.post({ legs: [credit, ...legs] });
  expect([code, fields.wallet_ref]).toEqual(["wallet_frozen", second]);
});
