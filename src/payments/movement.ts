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
  const payee = movement.payee_wallet === "PENDING" ? wallets.pending : wallets.cash;
  const debit = (at: Address, amount: bigint) => legOf(movement, at, "DEBIT", amount);
  const credit = (at: Address, amount: bigint) => legOf(movement, at, "CREDIT", amount);
  const world = { alias: "@world" };
  const settled =
    movement.into_wallet_ref === null ? wallets.cash : { wallet_ref: movement.into_wallet_ref };
  switch (movement.kind) {
    case "PAY":
    case "CHARGEBACK_WON":
      return [...debit(world, net + fee), ...credit(payee, net), ...credit(wallets.platform, fee)];
    case "SETTLE":
      return [...debit(wallets.pending, net - shortfall), ...credit(settled, net - shortfall)];
    case "COLLECT":
      return [...debit(payee, net), ...credit(wallets.platform, net)];
    default:
      return [
        ...debit(payee, net - shortfall),
        ...debit(wallets.platform, fee + shortfall),
        ...credit(world, net + fee),
      ];
  }
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
