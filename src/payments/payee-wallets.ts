import { Problem } from "../platform/problem.ts";
import type { PaymentsDeps } from "./deps.ts";
import { newRef } from "./new-ref.ts";
import { platformCaller, platformRef, writeOf } from "./platform-caller.ts";

type WalletType = "PENDING" | "CASH" | "PLATFORM";
type WalletAddress = { readonly wallet_ref: string };

/** The wallets that a charge's money goes through. */
export type PayeeWallets = {
  readonly pending: WalletAddress;
  readonly cash: WalletAddress;
  readonly platform: WalletAddress;
};

/** Finds the wallets of a payee and of the platform, and opens those that are needed for the first time. */
export async function payeeWallets(
  deps: PaymentsDeps,
  payeeRef: string,
  currency: string,
): Promise<PayeeWallets> {
  const [pending, cash, platform] = await Promise.all([
    walletOf(deps, payeeRef, "PENDING", currency),
    walletOf(deps, payeeRef, "CASH", currency),
    walletOf(deps, platformRef, "PLATFORM", currency),
  ]);
  return { pending, cash, platform };
}

/** An owner has one wallet of a type and currency, for ever, so what was found once is remembered. */
export async function walletOf(
  deps: PaymentsDeps,
  ownerRef: string,
  type: WalletType,
  currency: string,
): Promise<WalletAddress> {
  const name = `${ownerRef} ${type} ${currency}`;
  const known = deps.knownWallets.get(name);
  if (known !== undefined) return { wallet_ref: known };
  const filters = { owner_ref: ownerRef, type, currency };
  const { rows } = await deps.wallets.list(platformCaller, {
    filters,
    limit: 1,
    cursor: undefined,
  });
  const found = rows[0]?.wallet_ref ?? (await openedWallet(deps, ownerRef, type, currency));
  deps.knownWallets.set(name, found);
  return { wallet_ref: found };
}

async function openedWallet(
  deps: PaymentsDeps,
  ownerRef: string,
  type: WalletType,
  currency: string,
  slug?: string,
): Promise<string> {
  try {
    const write = { ...writeOf("", null), key: null };
    const input = { write, ownerRef, type, currency, slug };
    return (await deps.wallets.open(platformCaller, input)).result.wallet_ref;
  } catch (error) {
    // Somebody opened it a moment ago.
    const { wallet_ref: existing } = error instanceof Problem ? error.extensions : {};
    if (error instanceof Problem && error.code === "wallet_exists") return String(existing);
    // The owner calls another wallet so; theirs keeps its name.
    if (error instanceof Problem && error.code === "wallet_slug_taken" && slug === undefined) {
      const other = `${type}-${currency}-${newRef().slice(-8)}`.toLowerCase();
      return openedWallet(deps, ownerRef, type, currency, other);
    }
    throw error;
  }
}
