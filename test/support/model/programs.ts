// Random programs over so few wallets that their commands collide.
import fc from "fast-check";
import type { Act, LimitRule, MoneyCommand, Program, Step, World } from "./command.ts";
import { describeProgram } from "./describe.ts";
import { performStep } from "./ledger.ts";
import {
  type ActSpec,
  abroad,
  home,
  type MoneySpec,
  type MoveSpec,
  type ProgramShape,
  type StepSpec,
  stepSpecs,
} from "./specs.ts";
import { type LedgerState, openingState, type Transaction } from "./state.ts";

export type { ProgramShape } from "./specs.ts";

const fundedWith = 200n;

export function programs(shape: ProgramShape): fc.Arbitrary<Program> {
  const specs = fc.array(stepSpecs(shape), { maxLength: shape.maxSteps, size: "max" });
  return fc.record({ world: worlds, specs }).map(({ world, specs }) => {
    const program = { world, steps: named(world, specs, shape) };
    return { ...program, [fc.toStringMethod]: () => `\n${describeProgram(program)}\n` };
  });
}

const limitRules: fc.Arbitrary<LimitRule[]> = fc.uniqueArray(
  fc.record({
    direction: fc.constantFrom("DEBIT", "CREDIT"),
    period: fc.constantFrom("TRANSACTION", "DAY"),
    amount: fc.bigInt({ min: 20n, max: 100n }),
  }),
  { maxLength: 3, selector: ({ direction, period }) => `${direction} ${period}` },
);

const worlds: fc.Arbitrary<World> = fc
  .record({
    overdraft: fc.constantFrom(0n, 0n, 50n),
    limits: fc.oneof(fc.constant([]), limitRules),
  })
  .map(({ overdraft, limits }) => ({
    wallets: {
      A: { currency: home, overdraft: 0n, limits: [] },
      B: { currency: home, overdraft, limits: [] },
      C: { currency: home, overdraft: 0n, limits },
      D: { currency: abroad, overdraft: 0n, limits: [] },
    },
  }));

/** Names commands while the reference performs them, so that they can be about what is there. */
type Naming = {
  readonly steps: Step[];
  /** Every command so far, the latest first. */
  readonly before: MoneyCommand[];
  readonly shape: ProgramShape;
  state: LedgerState;
};

function named(world: World, specs: readonly StepSpec[], shape: ProgramShape): readonly Step[] {
  const naming: Naming = { steps: [], before: [], shape, state: openingState(world) };
  // Without money at hand almost everything would be refused.
  for (const to of ["A", "B", "D"]) {
    const currency = currencyOf(world, to);
    addMoney(naming, [
      plain({ kind: "topup", key: `fund ${to}`, to, amount: fundedWith, currency }),
    ]);
  }
  for (const [place, spec] of specs.entries()) addSpec(naming, spec, `${place}`, world);
  return naming.steps;
}

function addSpec(naming: Naming, spec: StepSpec, place: string, world: World): void {
  if (spec.kind === "control") addStep(naming, spec.step);
  else if (spec.kind === "one") addMoney(naming, commandsOf(naming, [spec.spec], place));
  else if (spec.kind === "chain") addMoney(naming, commandsOf(naming, spec.specs, place));
  else if (spec.kind === "thaw") addThaw(naming);
  else addDrain(naming, spec.wallet, place, currencyOf(world, spec.wallet));
}

function addThaw(naming: Naming): void {
  const frozen = [...naming.state.wallets].find(([, { freezeMode }]) => freezeMode !== null);
  addStep(naming, { kind: "unfreeze", wallet: frozen?.[0] ?? "A" });
}

/** Takes everything out of a wallet and closes it, which hardly happens by chance. */
function addDrain(naming: Naming, wallet: string, place: string, currency: string): void {
  const amount = naming.state.wallets.get(wallet)?.balance ?? 0n;
  const last = plain({ kind: "withdraw", key: `drain ${place}`, from: wallet, amount, currency });
  if (amount > 0n) addMoney(naming, [last]);
  addStep(naming, { kind: "close", wallet });
}

function addMoney(naming: Naming, commands: readonly MoneyCommand[]): void {
  if (commands.length === 0) return;
  naming.before.unshift(...commands);
  addStep(naming, { kind: "money", commands });
}

function currencyOf({ wallets }: World, wallet: string): string {
  return wallets[wallet]?.currency ?? home;
}

function addStep(naming: Naming, step: Step): void {
  naming.steps.push(step);
  naming.state = performStep(naming.state, step).state;
}

function commandsOf(naming: Naming, specs: readonly MoneySpec[], place: string): MoneyCommand[] {
  return specs.flatMap((spec, index) => commandOf(naming, spec, `k${place}.${index}`));
}

/** A repetition of nothing is nothing. */
function commandOf(naming: Naming, spec: MoneySpec, key: string): MoneyCommand[] {
  switch (spec.kind) {
    case "move":
      return [moveOf(spec, key, naming.state.hour)];
    case "act":
      return originalsOf(naming, spec).map((original) => ({ ...spec.act, key, original }));
    case "again":
      return naming.before.slice(spec.back, spec.back + 1);
    case "reuse":
      return naming.before
        .slice(spec.back, spec.back + 1)
        .map((command) => ({ ...command, amount: spec.amount }));
  }
}

function moveOf({ move, pair, holdsForHours }: MoveSpec, key: string, hour: number): MoneyCommand {
  return {
    ...move,
    key,
    from: move.kind === "topup" ? null : pair.from,
    to: move.kind === "withdraw" ? null : pair.to,
    expiresAtHour: move.kind === "hold" && holdsForHours !== null ? hour + holdsForHours : null,
  };
}

/** One or none: without care it may also be something that cannot be acted on so, or that is not there. */
function originalsOf(
  { before, shape, state }: Naming,
  { act, back, isCareless }: ActSpec,
): string[] {
  const candidates = isCareless
    ? [...before.map(({ key }) => key), ...(shape.hasMissingOriginals ? ["nothing"] : [])]
    : before
        .map(({ key }) => key)
        .filter((key) => isFitting(act.kind, state.transactions.get(key)));
  const place = back % Math.max(candidates.length, 1);
  return candidates.slice(place, place + 1);
}

function isFitting(kind: Act["kind"], transaction: Transaction | undefined): boolean {
  if (!transaction || transaction.isRefused) return false;
  if (kind !== "reverse") return transaction.hold !== null;
  return !["hold", "void", "reverse"].includes(transaction.kind);
}

function plain(move: {
  readonly kind: "topup" | "withdraw";
  readonly key: string;
  readonly from?: string;
  readonly to?: string;
  readonly amount: bigint;
  readonly currency: string;
}): MoneyCommand {
  const nothing = { from: null, to: null, expiresAtHour: null, reference: null, guards: [] };
  return { ...nothing, ...move };
}
