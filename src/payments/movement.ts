import { z } from "zod";
import { formatAmount } from "../platform/money.ts";
import type { PayeeWallets } from "./payee-wallets.ts";

export const movementKinds = [
  "PAY",
  "SETTLE",
  "REFUND",
  "CHARGEBACK",
  "CHARGEBACK_WON",
  "COLLECT",
] as const;

/** One posting that a charge needs, as the database wrote it down before anybody asked the ledger. */
export const movementSchema = z.object({
  movement_ref: z.string(),
  charge_ref: z.string(),
  payee_ref: z.string(),
  kind: z.enum(movementKinds),
  net_amount: z.string().transform(BigInt),
  fee_amount: z.string().transform(BigInt),
  shortfall: z.string().transform(BigInt),
  currency: z.string(),
  payee_wallet: z.enum(["PENDING", "CASH"]),
  from_wallet_ref: z.string().nullable(),
  into_wallet_ref: z.string().nullable(),
  attempt: z.int(),
  status: z.enum(["PENDING", "POSTED", "DROPPED"]),
  failure: z.object({ code: z.string() }).loose().nullable(),
  transaction_ref: z.string().nullable(),
  created_at: z.string(),
});

export type Movement = z.output<typeof movementSchema>;

type Leg = {
  readonly wallet_ref?: string;
  readonly alias?: string;
  readonly direction: "DEBIT" | "CREDIT";
  readonly amount: string;
  readonly currency: string;
};

/** The ways in which this module moves money. A leg of nothing is no leg. */
export function legsOf(movement: Movement, wallets: PayeeWallets): Leg[] {
  const { net_amount: net, fee_amount: fee, shortfall } = movement;
  const debit = (at: Address, amount: bigint) => legOf(movement, at, "DEBIT", amount);
  const credit = (at: Address, amount: bigint) => legOf(movement, at, "CREDIT", amount);
  const world = { alias: "@world" };
  const own = ownWalletOf(movement, wallets);
  // Where an operator has sent it, it is taken from there.
  const from = addressOf(movement.from_wallet_ref) ?? own;
  const into = addressOf(movement.into_wallet_ref);
  switch (movement.kind) {
    case "PAY":
    case "CHARGEBACK_WON":
      return [
        ...debit(world, net + fee),
        ...credit(into ?? own, net),
        ...credit(wallets.platform, fee),
      ];
    case "SETTLE":
      return [...debit(from, net - shortfall), ...credit(into ?? wallets.cash, net - shortfall)];
    case "COLLECT":
      return [...debit(from, net), ...credit(wallets.platform, net)];
    default:
      return [
        ...debit(from, net - shortfall),
        ...debit(wallets.platform, fee + shortfall),
        ...credit(world, net + fee),
      ];
  }
}

function ownWalletOf({ payee_wallet }: Movement, { pending, cash }: PayeeWallets) {
  return payee_wallet === "PENDING" ? pending : cash;
}

function addressOf(walletRef: string | null) {
  return walletRef === null ? null : { wallet_ref: walletRef };
}

/** Where a posting took its money to, which may be another place than it has been told since: null for the payee's own. */
export function placeIn(
  legs: readonly { readonly wallet_ref?: string | null; readonly direction: string }[],
  movement: Movement,
  wallets: PayeeWallets,
): string | null {
  if (!["PAY", "SETTLE", "CHARGEBACK_WON"].includes(movement.kind)) return null;
  const { wallet_ref: own } =
    movement.kind === "SETTLE" ? wallets.cash : ownWalletOf(movement, wallets);
  const credited = legs.flatMap(({ wallet_ref, direction }) =>
    direction === "CREDIT" && wallet_ref ? [wallet_ref] : [],
  );
  if (credited.includes(own)) return null;
  const { wallet_ref: platform } = wallets.platform;
  return credited.find((wallet_ref) => wallet_ref !== platform) ?? credited[0] ?? null;
}

type Address = { readonly wallet_ref: string } | { readonly alias: string };

function legOf(
  { currency }: Movement,
  address: Address,
  direction: "DEBIT" | "CREDIT",
  amount: bigint,
): Leg[] {
  if (amount === 0n) return [];
  return [{ ...address, direction, amount: formatAmount(amount, currency), currency }];
}
