// Why a command is refused, in the order in which kernel.md ranks the reasons. The first one that holds is the answer.
import {
  type Act,
  type Guard,
  isMove,
  type MoneyCommand,
  type Move,
  type WalletName,
} from "./command.ts";
import type { Effect } from "./effects.ts";
import { type LedgerState, type Transaction, viewOf, type WalletState } from "./state.ts";

type Refusal = string | null;

/** What is wrong before any money is looked at: a name that is taken, or something that is not there. */
export function missing(state: LedgerState, command: MoneyCommand): Refusal {
  if (!isMove(command)) return missingOriginal(state, command);
  if (command.reference !== null && state.references.has(command.reference)) {
    return "reference_taken";
  }
  const isThere = sidesOf(command).every((name) => state.wallets.has(name));
  return isThere ? null : "wallet_not_found";
}

function missingOriginal(state: LedgerState, { kind, original }: Act): Refusal {
  const found = state.transactions.get(original);
  if (!found) return "transaction_not_found";
  const { isRefused, hold } = found;
  if (kind === "reverse") {
    const hasMoved = !isRefused && !["hold", "void", "reverse"].includes(found.kind);
    return hasMoved ? null : "transaction_not_reversible";
  }
  return isRefused || hold === null ? "transaction_not_a_hold" : null;
}

/** What the wallets forbid whatever they hold. */
export function forbidden(state: LedgerState, command: MoneyCommand, effect: Effect): Refusal {
  const payer = walletOf(state, effect.from);
  const payee = walletOf(state, effect.to);
  if (payer?.isClosed || payee?.isClosed) return "wallet_closed";
  // To give a promise back moves no money, so a frozen wallet does not stop it.
  const isBlocked = blocks(payer, "DEBIT_ONLY") || blocks(payee, "CREDIT_ONLY");
  if (command.kind !== "void" && isBlocked) return "wallet_frozen";
  if (!isMove(command)) return null;
  const isForeign = [payer, payee].some((wallet) => wallet && wallet.currency !== command.currency);
  return isForeign ? "currency_mismatch" : null;
}

function blocks(wallet: WalletState | undefined, mode: "DEBIT_ONLY" | "CREDIT_ONLY"): boolean {
  return wallet?.freezeMode === "ALL" || wallet?.freezeMode === mode;
}

/** What an earlier transaction forbids by what has become of it. */
export function ended(original: Transaction, command: Act, left: bigint): Refusal {
  if (command.kind === "reverse" && left === 0n) return "transaction_already_reversed";
  if (original.hold?.status === "EXPIRED") return "hold_expired";
  if (original.hold && original.hold.status !== "ACTIVE") return "hold_ended";
  return (command.amount ?? left) > left ? "amount_exceeds_remaining" : null;
}

export function limited(state: LedgerState, command: MoneyCommand): Refusal {
  if (!isMove(command)) return null;
  const isOver = takenWindows(state, command).some(
    ({ window, cap, isRemembered }) =>
      command.amount + (isRemembered ? (state.used.get(window) ?? 0n) : 0n) > cap,
  );
  return isOver ? "limit_exceeded" : null;
}

export type TakenWindow = {
  readonly window: string;
  readonly cap: bigint;
  /** A limit of a single transaction has nothing to remember. */
  readonly isRemembered: boolean;
};

const hoursADay = 24;

/** The limits that a move counts against, each in the window of this moment. */
export function takenWindows(state: LedgerState, { from, to }: Move): TakenWindow[] {
  const windowsOf = (name: WalletName | null, side: "DEBIT" | "CREDIT") =>
    (walletOf(state, name)?.limits ?? [])
      .filter(({ direction }) => direction === side)
      .map(({ direction, period, amount }) => ({
        window: `${name} ${direction} ${Math.floor(state.hour / hoursADay)}`,
        cap: amount,
        isRemembered: period === "DAY",
      }));
  return [...windowsOf(from, "DEBIT"), ...windowsOf(to, "CREDIT")];
}

/** Whether a side that has less than before has too little. */
export function short(before: LedgerState, after: LedgerState, { from }: Effect): Refusal {
  const was = walletOf(before, from);
  const is = walletOf(after, from);
  if (!was || !is) return null;
  const { available } = viewOf(is);
  return available < viewOf(was).available && available < is.floor ? "insufficient_funds" : null;
}

/** Guards look at what the command has left. */
export function guarded(after: LedgerState, command: MoneyCommand): Refusal {
  const guards = isMove(command) ? command.guards : [];
  return guards.every((guard) => isKept(after, guard)) ? null : "guard_failed";
}

function isKept(after: LedgerState, { wallet, name, value }: Guard): boolean {
  const found = walletOf(after, wallet);
  if (!found) return false;
  const { balance, available, version } = viewOf(found);
  if (name === "version") return version === value;
  return (name === "balance_at_least" ? balance : available) >= value;
}

export function sidesOf({ from, to }: Pick<Effect, "from" | "to">): WalletName[] {
  return [from, to].filter((name) => name !== null);
}

function walletOf(state: LedgerState, name: WalletName | null): WalletState | undefined {
  return name === null ? undefined : state.wallets.get(name);
}
