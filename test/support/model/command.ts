// What programs are made of, in words that belong neither to the database nor to HTTP.

/** A wallet by its name in the program. One that the world does not have stands for a wallet that is not there. */
export type WalletName = string;

export type Guard = {
  readonly wallet: WalletName;
  readonly name: "available_at_least" | "balance_at_least" | "version";
  readonly value: bigint;
};

/** New money, or money that goes from one wallet to another. A side that is null is the world outside. */
export type Move = {
  readonly kind: "topup" | "withdraw" | "transfer" | "hold";
  readonly key: string;
  readonly from: WalletName | null;
  readonly to: WalletName | null;
  readonly amount: bigint;
  readonly currency: string;
  /** Only of holds: the hour of the program's clock at which the promise runs out. */
  readonly expiresAtHour: number | null;
  readonly reference: string | null;
  readonly guards: readonly Guard[];
};

/** Something that is done to an earlier transaction, which is named by its key. */
export type Act = {
  readonly kind: "capture" | "void" | "reverse";
  readonly key: string;
  readonly original: string;
  /** Null takes all that is left. */
  readonly amount: bigint | null;
  readonly isFinal: boolean;
};

export type MoneyCommand = Move | Act;

export type FreezeMode = "ALL" | "DEBIT_ONLY" | "CREDIT_ONLY";

export type Step =
  /** More than one command is a chain: all of them or none. */
  | { readonly kind: "money"; readonly commands: readonly MoneyCommand[] }
  | { readonly kind: "freeze"; readonly wallet: WalletName; readonly mode: FreezeMode }
  | { readonly kind: "unfreeze"; readonly wallet: WalletName }
  | { readonly kind: "close"; readonly wallet: WalletName }
  | { readonly kind: "wait"; readonly hours: number };

export type ControlStep = Exclude<Step, { kind: "money" }>;

export type LimitRule = {
  readonly direction: "DEBIT" | "CREDIT";
  readonly period: "TRANSACTION" | "DAY";
  readonly amount: bigint;
};

export type WalletRules = {
  readonly currency: string;
  /** How far below nothing the available balance may go. */
  readonly overdraft: bigint;
  readonly limits: readonly LimitRule[];
};

export type World = { readonly wallets: Readonly<Record<WalletName, WalletRules>> };

export type Program = { readonly world: World; readonly steps: readonly Step[] };

/** A wallet as its reader sees it. */
export type WalletView = {
  readonly balance: bigint;
  readonly available: bigint;
  readonly version: bigint;
};

export type Outcome = {
  /** Null when it was applied, or else why it was refused. */
  readonly code: string | null;
  readonly isReplayed: boolean;
  /** Of what was applied: the wallets that it touched as it left them. */
  readonly balances: Readonly<Record<WalletName, WalletView>>;
};

export function isMove(command: MoneyCommand): command is Move {
  return "from" in command;
}

/** Two commands with one body ask for the same thing, whatever their keys. */
export function bodyOf(command: MoneyCommand): string {
  return JSON.stringify({ ...command, key: "" }, (_name, value: unknown) =>
    typeof value === "bigint" ? `${value}` : value,
  );
}
