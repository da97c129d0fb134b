// The search for an order is what judges concurrent runs, so it is tried on runs that have one and on runs that cannot.
import { expect, it } from "vitest";
import type { Outcome, Step } from "../../support/model/command.ts";
import { explain, type Seen } from "../../support/model/explain.ts";
import { openingState } from "../../support/model/state.ts";

const plain = { overdraft: 0n, limits: [] };
const empty = openingState({ wallets: { A: { currency: "IDR", ...plain } } });

function move(kind: "topup" | "withdraw", key: string, amount: bigint): Step {
  const sides = kind === "topup" ? { from: null, to: "A" } : { from: "A", to: null };
  const nothing = { expiresAtHour: null, reference: null, guards: [] };
  return {
    kind: "money",
    commands: [{ kind, key, ...sides, amount, currency: "IDR", ...nothing }],
  };
}

function left(balance: bigint, version: bigint): Outcome {
  return {
    code: null,
    isReplayed: false,
    balances: { A: { balance, available: balance, version } },
  };
}

const short: Outcome = { code: "insufficient_funds", isReplayed: false, balances: {} };

function seen(step: Step, outcome: Outcome, invokedAtMs: number, returnedAtMs: number): Seen {
  return { step, outcomes: [outcome], invokedAtMs, returnedAtMs };
}

it("finds the order in which two that overlapped must have come", () => {
  const paid = seen(move("withdraw", "one", 5n), left(5n, 2n), 0, 10);
  const funded = seen(move("topup", "two", 10n), left(10n, 1n), 0, 10);
  expect(explain(empty, [[paid], [funded]])?.wallets.get("A")?.balance).toBe(5n);
});

it("sees that nobody can have paid before there was money, when the funding began later", () => {
  const paid = seen(move("withdraw", "one", 5n), left(5n, 2n), 0, 10);
  const funded = seen(move("topup", "two", 10n), left(10n, 1n), 11, 20);
  expect(explain(empty, [[paid], [funded]])).toBeUndefined();
});

it("sees a refusal that had no reason", () => {
  const funded = seen(move("topup", "one", 10n), left(10n, 1n), 0, 10);
  const refused = seen(move("withdraw", "two", 5n), short, 11, 20);
  expect(explain(empty, [[funded], [refused]])).toBeUndefined();
});

it("accepts a refusal that had its reason for a while", () => {
  const funded = seen(move("topup", "one", 10n), left(10n, 1n), 0, 10);
  const refused = seen(move("withdraw", "two", 5n), short, 5, 20);
  expect(explain(empty, [[funded], [refused]])).toBeDefined();
});

it("sees an update that was lost", () => {
  const one = seen(move("topup", "one", 10n), left(10n, 1n), 0, 10);
  const two = seen(move("topup", "two", 10n), left(10n, 1n), 0, 10);
  expect(explain(empty, [[one], [two]])).toBeUndefined();
});

it("sees one key that did its work twice", () => {
  const one = seen(move("topup", "one", 10n), left(10n, 1n), 0, 10);
  const two = seen(move("topup", "one", 10n), left(20n, 2n), 0, 10);
  expect(explain(empty, [[one], [two]])).toBeUndefined();
});
