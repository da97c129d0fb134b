// What a command that nothing forbids does to wallets, promises and limits.
import { isMove, type MoneyCommand, type WalletName } from "./command.ts";
import {
  type HoldState,
  type LedgerState,
  type Transaction,
  withEntry,
  withWallet,
} from "./state.ts";

export type Effect = {
  readonly from: WalletName | null;
  readonly to: WalletName | null;
  /** What changes hands. */
  readonly moved: bigint;
  /** What is promised besides; less than nothing when a promise is kept or given back. */
  readonly promised: bigint;
  /** What is returned to the limits that the original took from. */
  readonly returned: bigint;
  readonly endsAs: HoldState["status"] | null;
};

/** How much of a transaction is left to be captured or reversed. */
export function leftOf({ amount, reversed, hold }: Transaction): bigint {
  return hold === null ? amount - reversed : amount - hold.captured;
}

export function effectOf(command: MoneyCommand, original: Transaction | undefined): Effect {
  const nothing = { moved: 0n, promised: 0n, returned: 0n, endsAs: null };
  if (isMove(command)) {
    const { kind, from, to, amount } = command;
    return kind === "hold"
      ? { ...nothing, from, to, promised: amount }
      : { ...nothing, from, to, moved: amount };
  }
  if (!original) throw new Error(`${command.key} acts on ${command.original}, which is not there.`);
  const left = leftOf(original);
  const amount = command.amount ?? left;
  if (command.kind === "reverse") {
    return { ...nothing, from: original.to, to: original.from, moved: amount, returned: amount };
  }
  const { from, to } = original;
  if (command.kind === "void") {
    return { ...nothing, from, to, promised: -left, returned: left, endsAs: "VOIDED" };
  }
  const isEnd = command.isFinal || amount === left;
  return {
    from,
    to,
    moved: amount,
    promised: isEnd ? -left : -amount,
    returned: isEnd ? left - amount : 0n,
    endsAs: isEnd ? "CAPTURED" : null,
  };
}

/** Moves the money and the promises of an effect. What it means for transactions is recorded apart. */
export function moveMoney(state: LedgerState, { from, to, moved, promised }: Effect): LedgerState {
  const entries = moved > 0n ? 1n : 0n;
  const debited = withWallet(state, from, ({ balance, pendingOut, version }) => ({
    balance: balance - moved,
    pendingOut: pendingOut + promised,
    version: version + entries,
  }));
  return withWallet(debited, to, ({ balance, pendingIn, version }) => ({
    balance: balance + moved,
    pendingIn: pendingIn + promised,
    version: version + entries,
  }));
}

export function useWindows(
  state: LedgerState,
  windows: readonly string[],
  amount: bigint,
): LedgerState {
  const used = windows.reduce(
    (before, window) => withEntry(before, window, (before.get(window) ?? 0n) + amount),
    state.used,
  );
  return { ...state, used };
}

/** What an act leaves of the transaction that it acts on. */
export function settleOriginal(
  state: LedgerState,
  key: string,
  original: Transaction,
  { moved, returned, endsAs }: Effect,
): LedgerState {
  const settled = original.hold
    ? {
        ...original,
        hold: {
          ...original.hold,
          captured: original.hold.captured + moved,
          status: endsAs ?? original.hold.status,
        },
      }
    : { ...original, reversed: original.reversed + moved };
  const transactions = withEntry(state.transactions, key, settled);
  return useWindows({ ...state, transactions }, original.windows, -returned);
}

/** Ends the promises whose time has come. Whether somebody swept before makes no difference to anybody. */
export function expireDue(state: LedgerState): LedgerState {
  return [...state.transactions]
    .filter(([, { hold }]) => hold?.status === "ACTIVE" && isDue(hold, state.hour))
    .reduce((before, [key, original]) => {
      const { from, to } = original;
      const left = leftOf(original);
      const effect = { from, to, moved: 0n, promised: -left, returned: left } as const;
      const expired = { ...effect, endsAs: "EXPIRED" } as const;
      return settleOriginal(moveMoney(before, expired), key, original, expired);
    }, state);
}

function isDue({ expiresAtHour }: HoldState, hour: number): boolean {
  return expiresAtHour !== null && expiresAtHour <= hour;
}
