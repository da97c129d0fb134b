import type { FreezeMode, LimitRule, Outcome, WalletName, WalletView, World } from "./command.ts";

export type WalletState = {
  readonly currency: string;
  readonly floor: bigint;
  readonly limits: readonly LimitRule[];
  readonly balance: bigint;
  readonly pendingOut: bigint;
  readonly pendingIn: bigint;
  /** Counts the entries of the wallet; a promise is none. */
  readonly version: bigint;
  readonly freezeMode: FreezeMode | null;
  readonly isClosed: boolean;
};

export type HoldState = {
  readonly captured: bigint;
  readonly status: "ACTIVE" | "CAPTURED" | "VOIDED" | "EXPIRED";
  readonly expiresAtHour: number | null;
};

export type Transaction = {
  readonly kind: "topup" | "withdraw" | "transfer" | "hold" | "capture" | "void" | "reverse";
  readonly from: WalletName | null;
  readonly to: WalletName | null;
  readonly amount: bigint;
  readonly reversed: bigint;
  readonly hold: HoldState | null;
  /** The windows that it took from, which get back what is given back. */
  readonly windows: readonly string[];
  readonly isRefused: boolean;
};

type Claim = { readonly body: string; readonly outcome: Outcome };

/** Everything that the reference ledger knows. It is replaced and never changed, so that any moment can be kept. */
export type LedgerState = {
  readonly hour: number;
  readonly wallets: ReadonlyMap<WalletName, WalletState>;
  /** By the key that asked for it. */
  readonly transactions: ReadonlyMap<string, Transaction>;
  readonly claims: ReadonlyMap<string, Claim>;
  /** Who has a business reference. */
  readonly references: ReadonlyMap<string, string>;
  /** What was taken of a limit in one of its windows. */
  readonly used: ReadonlyMap<string, bigint>;
};

export function openingState({ wallets }: World): LedgerState {
  return {
    hour: 0,
    wallets: new Map(
      Object.entries(wallets).map(([name, { currency, overdraft, limits }]) => [
        name,
        {
          currency,
          floor: -overdraft,
          limits,
          balance: 0n,
          pendingOut: 0n,
          pendingIn: 0n,
          version: 0n,
          freezeMode: null,
          isClosed: false,
        },
      ]),
    ),
    transactions: new Map(),
    claims: new Map(),
    references: new Map(),
    used: new Map(),
  };
}

export function viewOf({ balance, pendingOut, version }: WalletState): WalletView {
  return { balance, available: balance - pendingOut, version };
}

export function withEntry<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value,
): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}

/** Replaces part of what is known of a wallet; the world outside has no state. */
export function withWallet(
  state: LedgerState,
  name: WalletName | null,
  change: (wallet: WalletState) => Partial<WalletState>,
): LedgerState {
  const wallet = name === null ? undefined : state.wallets.get(name);
  if (name === null || !wallet) return state;
  return { ...state, wallets: withEntry(state.wallets, name, { ...wallet, ...change(wallet) }) };
}
