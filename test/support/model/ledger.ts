// The reference ledger: what the documents say that a ledger answers, as plainly as it can be written.
import {
  bodyOf,
  type ControlStep,
  isMove,
  type MoneyCommand,
  type Outcome,
  type Step,
} from "./command.ts";
import { effectOf, expireDue, leftOf, moveMoney, settleOriginal, useWindows } from "./effects.ts";
import {
  ended,
  forbidden,
  guarded,
  limited,
  missing,
  short,
  sidesOf,
  takenWindows,
} from "./refusals.ts";
import { type LedgerState, type Transaction, viewOf, withEntry, withWallet } from "./state.ts";

export type Performed = { readonly state: LedgerState; readonly outcomes: readonly Outcome[] };
type Decision = { readonly state: LedgerState; readonly outcome: Outcome };

/** Performs one step of a program. The outcomes of a chain are in the order of its commands. */
export function performStep(before: LedgerState, step: Step): Performed {
  if (step.kind === "money") return performChain(expireDue(before), step.commands);
  const state = expireDue(before);
  if (step.kind === "wait") {
    return { state: expireDue({ ...state, hour: state.hour + step.hours }), outcomes: [] };
  }
  const code = controlRefusal(state, step);
  const outcomes = [{ code, isReplayed: false, balances: {} }];
  return { state: code === null ? control(state, step) : state, outcomes };
}

/** Decides one command as if it were alone. */
export function decide(before: LedgerState, command: MoneyCommand): Decision {
  const claim = before.claims.get(command.key);
  if (claim) {
    const isSame = claim.body === bodyOf(command);
    const outcome = isSame
      ? { ...claim.outcome, isReplayed: true }
      : { code: "idempotency_key_reused", isReplayed: false, balances: {} };
    return { state: before, outcome };
  }
  const { state, code } = attempt(before, command);
  if (code !== null) return refuse(before, command, code);
  return remember(state, command, {
    code: null,
    isReplayed: false,
    balances: left(state, command),
  });
}

function attempt(
  before: LedgerState,
  command: MoneyCommand,
): { readonly state: LedgerState; readonly code: string | null } {
  const early = missing(before, command);
  if (early !== null) return { state: before, code: early };
  const original = isMove(command) ? undefined : before.transactions.get(command.original);
  const effect = effectOf(command, original);
  const state = moveMoney(before, effect);
  const code =
    forbidden(before, command, effect) ??
    (isMove(command) || !original ? null : ended(original, command, leftOf(original))) ??
    limited(before, command) ??
    short(before, state, effect) ??
    guarded(state, command);
  if (code !== null) return { state: before, code };
  if (isMove(command)) return { state: record(state, command), code };
  if (!original) return { state, code };
  const settled = settleOriginal(state, command.original, original, effect);
  const own: Transaction = {
    kind: command.kind,
    from: effect.from,
    to: effect.to,
    amount: effect.moved,
    reversed: 0n,
    hold: null,
    // What a capture took came from the windows of its promise, and returns there if it is reversed.
    windows: command.kind === "capture" ? original.windows : [],
    isRefused: false,
  };
  return { state: withTransaction(settled, command.key, own), code };
}

function record(state: LedgerState, command: MoneyCommand): LedgerState {
  if (!isMove(command)) return state;
  const { kind, key, from, to, amount, expiresAtHour, reference } = command;
  const windows = takenWindows(state, command)
    .filter(({ isRemembered }) => isRemembered)
    .map(({ window }) => window);
  const recorded = withTransaction(useWindows(state, windows, amount), key, {
    kind,
    from,
    to,
    amount,
    reversed: 0n,
    hold: kind === "hold" ? { captured: 0n, status: "ACTIVE", expiresAtHour } : null,
    windows,
    isRefused: false,
  });
  return reference === null
    ? recorded
    : { ...recorded, references: withEntry(recorded.references, reference, key) };
}

/**
 * All or none. Whoever is not the culprit failed because of it, and every member's key remembers that. A member that was
 * refused before breaks its chain before any other is looked at.
 */
function performChain(before: LedgerState, commands: readonly MoneyCommand[]): Performed {
  if (commands.length > 1 && commands.some((command) => isKnownRefusal(before, command))) {
    return breakChain(before, commands, null);
  }
  const outcomes: Outcome[] = [];
  let state = before;
  for (const command of commands) {
    const decision = decide(state, command);
    outcomes.push(decision.outcome);
    state = decision.state;
    if (decision.outcome.code !== null && commands.length > 1) {
      return breakChain(before, commands, { command, code: decision.outcome.code });
    }
  }
  return { state, outcomes };
}

function isKnownRefusal(state: LedgerState, command: MoneyCommand): boolean {
  return state.claims.has(command.key) && decide(state, command).outcome.code !== null;
}

function breakChain(
  before: LedgerState,
  commands: readonly MoneyCommand[],
  culprit: { readonly command: MoneyCommand; readonly code: string } | null,
): Performed {
  const outcomes: Outcome[] = [];
  let state = before;
  for (const command of commands) {
    const known = before.claims.has(command.key) ? decide(before, command) : undefined;
    const code = culprit?.command === command ? culprit.code : "linked_command_failed";
    const decision = known ?? refuse(state, command, code);
    outcomes.push(decision.outcome);
    state = known ? state : decision.state;
  }
  return { state, outcomes };
}

function refuse(state: LedgerState, command: MoneyCommand, code: string): Decision {
  const nothing = { amount: 0n, reversed: 0n, hold: null, windows: [], isRefused: true };
  const failed = { ...nothing, kind: command.kind, from: null, to: null };
  const outcome = { code, isReplayed: false, balances: {} };
  return remember(withTransaction(state, command.key, failed), command, outcome);
}

function remember(state: LedgerState, command: MoneyCommand, outcome: Outcome): Decision {
  const claims = withEntry(state.claims, command.key, { body: bodyOf(command), outcome });
  return { state: { ...state, claims }, outcome };
}

function withTransaction(state: LedgerState, key: string, transaction: Transaction): LedgerState {
  return { ...state, transactions: withEntry(state.transactions, key, transaction) };
}

function left(state: LedgerState, command: MoneyCommand): Outcome["balances"] {
  const touched = state.transactions.get(command.key);
  const names = touched ? sidesOf(touched) : [];
  return Object.fromEntries(
    names.toSorted().flatMap((name) => {
      const wallet = state.wallets.get(name);
      return wallet ? [[name, viewOf(wallet)]] : [];
    }),
  );
}

function controlRefusal(state: LedgerState, step: ControlStep): string | null {
  if (step.kind === "wait") return null;
  const wallet = state.wallets.get(step.wallet);
  if (!wallet) return "wallet_not_found";
  const { balance, pendingIn, pendingOut, freezeMode, isClosed } = wallet;
  if (step.kind === "unfreeze") return freezeMode === null ? "wallet_not_frozen" : null;
  if (isClosed) return "wallet_closed";
  if (step.kind === "freeze") return freezeMode === step.mode ? "wallet_frozen" : null;
  if (freezeMode !== null) return "wallet_frozen";
  const isEmpty = balance === 0n && pendingIn === 0n && pendingOut === 0n;
  return isEmpty ? null : "account_not_empty";
}

function control(state: LedgerState, step: ControlStep): LedgerState {
  switch (step.kind) {
    case "freeze":
      return withWallet(state, step.wallet, () => ({ freezeMode: step.mode }));
    case "unfreeze":
      return withWallet(state, step.wallet, () => ({ freezeMode: null }));
    case "close":
      return withWallet(state, step.wallet, () => ({ isClosed: true }));
    case "wait":
      return state;
  }
}
