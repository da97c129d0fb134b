// What a random command is before it has a name. What it acts on is counted backwards from where it stands, so that a
// program from which commands were taken away still means much the same: that is what makes it shrink well.
import fc from "fast-check";
import type { Act, ControlStep, Guard, Move } from "./command.ts";

export type MoveSpec = {
  readonly kind: "move";
  readonly move: Omit<Move, "key" | "from" | "to" | "expiresAtHour">;
  readonly pair: { readonly from: string; readonly to: string };
  readonly holdsForHours: number | null;
};
export type ActSpec = {
  readonly kind: "act";
  readonly act: Omit<Act, "key" | "original">;
  readonly back: number;
  /** Whether it may act on what cannot be acted on so. */
  readonly isCareless: boolean;
};
export type MoneySpec =
  | MoveSpec
  | ActSpec
  /** The same command once more. */
  | { readonly kind: "again"; readonly back: number }
  /** Another body under a key that was used. */
  | { readonly kind: "reuse"; readonly back: number; readonly amount: bigint };
export type StepSpec =
  | { readonly kind: "one"; readonly spec: MoneySpec }
  | { readonly kind: "chain"; readonly specs: readonly MoneySpec[] }
  | { readonly kind: "drain"; readonly wallet: string }
  | { readonly kind: "thaw" }
  | { readonly kind: "control"; readonly step: ControlStep };

export type ProgramShape = {
  readonly maxSteps: number;
  /** Whether wallets are frozen and closed on the way, and time passes. */
  readonly hasControls: boolean;
  /** Whether a chain may act on earlier transactions. */
  readonly hasActsInChains: boolean;
  /** Whether guards look at wallets that their command does not touch. */
  readonly hasForeignGuards: boolean;
  readonly hasReferences: boolean;
  /** Whether somebody acts on what was never there. */
  readonly hasMissingOriginals: boolean;
};

export const home = "IDR";
export const abroad = "USD";
/** D has another currency, and X is nowhere. */
export const walletNames = ["A", "B", "C", "D", "X"];
const usual = ["A", "B", "C"];

const names = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.constantFrom(...walletNames) },
);
const pairs = fc.tuple(names, names).map(([from, to]) => ({
  from,
  // Nobody pays themselves: such a request is not even understood.
  to: from === to ? (usual.find((name) => name !== from) ?? "A") : to,
}));
const amounts = fc.oneof(
  { weight: 3, arbitrary: fc.bigInt({ min: 1n, max: 30n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 250n }) },
);
const guards: fc.Arbitrary<Guard> = fc.record({
  wallet: fc.constantFrom(...usual),
  name: fc.constantFrom("available_at_least", "balance_at_least", "version"),
  value: fc.oneof(fc.bigInt({ min: 0n, max: 8n }), fc.bigInt({ min: 0n, max: 200n })),
});

function movesOf({ hasForeignGuards, hasReferences }: ProgramShape): fc.Arbitrary<MoveSpec> {
  return fc
    .record({
      kind: fc.constantFrom("transfer", "transfer", "hold", "hold", "topup", "withdraw"),
      amount: amounts,
      currency: fc.oneof(
        { weight: 40, arbitrary: fc.constant(home) },
        { weight: 1, arbitrary: fc.constant(abroad) },
      ),
      holdsForHours: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 2 }),
      reference: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 2 }),
      guards: fc.oneof(
        { weight: 5, arbitrary: fc.constant<Guard[]>([]) },
        { weight: 1, arbitrary: fc.array(guards, { minLength: 1, maxLength: 2 }) },
      ),
      pair: pairs,
    })
    .map(({ pair, kind, holdsForHours, reference, guards: wanted, ...rest }) => ({
      kind: "move",
      pair,
      holdsForHours,
      move: {
        ...rest,
        kind,
        guards: wanted.filter(({ wallet }) => hasForeignGuards || isSide(kind, pair, wallet)),
        // The reference ledger does not know that a promise that ended untouched gives its reference back.
        reference:
          hasReferences && kind !== "hold" && reference !== null ? `invoice ${reference}` : null,
      },
    }));
}

function isSide(kind: Move["kind"], { from, to }: MoveSpec["pair"], wallet: string): boolean {
  return (wallet === from && kind !== "topup") || (wallet === to && kind !== "withdraw");
}

const acts: fc.Arbitrary<ActSpec> = fc
  .record({
    kind: fc.constantFrom("capture", "capture", "void", "reverse", "reverse"),
    amount: fc.option(amounts, { freq: 2 }),
    isFinal: fc.boolean(),
    back: fc.nat({ max: 6 }),
    isCareless: fc.nat({ max: 12 }).map((draw) => draw === 12),
  })
  .map(({ back, isCareless, ...act }) => ({
    kind: "act",
    back,
    isCareless,
    act: {
      ...act,
      amount: act.kind === "void" ? null : act.amount,
      isFinal: act.kind === "capture" && act.isFinal,
    },
  }));

const repetitions: fc.Arbitrary<MoneySpec> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("again"), back: fc.nat({ max: 12 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("reuse"),
      back: fc.nat({ max: 12 }),
      amount: fc.bigInt({ min: 1_000n, max: 1_010n }),
    }),
  },
);

const control = (step: ControlStep): StepSpec => ({ kind: "control", step });
const controls: fc.Arbitrary<StepSpec> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 30 }).map((hours) => control({ kind: "wait", hours })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ wallet: names, mode: fc.constantFrom("ALL", "DEBIT_ONLY", "CREDIT_ONLY") })
      .map((freeze) => control({ kind: "freeze", ...freeze })),
  },
  { weight: 2, arbitrary: fc.constant<StepSpec>({ kind: "thaw" }) },
  { weight: 1, arbitrary: names.map((wallet) => control({ kind: "unfreeze", wallet })) },
  { weight: 1, arbitrary: names.map((wallet) => control({ kind: "close", wallet })) },
  { weight: 1, arbitrary: names.map((wallet): StepSpec => ({ kind: "drain", wallet })) },
);

export function stepSpecs(shape: ProgramShape): fc.Arbitrary<StepSpec> {
  const moves = movesOf(shape);
  const one = (arbitrary: fc.Arbitrary<MoneySpec>) =>
    arbitrary.map((spec) => ({ kind: "one", spec }) as const);
  const links = shape.hasActsInChains ? fc.oneof(moves, moves, acts) : moves;
  const chains = fc
    .array(links, { minLength: 2, maxLength: 4 })
    .map((specs) => ({ kind: "chain", specs }) as const);
  return fc.oneof(
    { weight: 10, arbitrary: one(moves) },
    { weight: 9, arbitrary: one(acts) },
    { weight: 2, arbitrary: one(repetitions) },
    { weight: 2, arbitrary: chains },
    ...(shape.hasControls ? [{ weight: 3, arbitrary: controls }] : []),
  );
}
