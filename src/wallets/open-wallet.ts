import { type Caller, maySee } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletProblem } from "./errors.ts";
import { runWalletCommand } from "./run-wallet-command.ts";
import type { WalletType } from "./schema.ts";
import type { Wallet } from "./wallet.ts";

export type OpenWalletInput = {
  readonly write: WriteRequest;
  readonly ownerRef: Ref;
  readonly type: WalletType;
  readonly currency: string;
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
};

/** Opens a wallet and its ledger account in one commit, and announces it there. */
export async function openWallet(
  deps: WalletsDeps,
  caller: Caller,
  input: OpenWalletInput,
): Promise<Written<Wallet>> {
  const { ownerRef, type, currency } = input;
  if (!maySee(caller, ownerRef)) {
    throw walletProblem("wallet_not_found", "A wallet can only be opened for yourself.");
  }
  if (type === "PLATFORM" && !caller.isOperator) {
    throw walletProblem("wallet_type_reserved", "Only operators open PLATFORM wallets.", {
      wallet_type: type,
    });
  }
  const command = {
    owner_ref: ownerRef,
    type,
    currency,
    name: input.name ?? defaultNameOf(type),
    slug: input.slug ?? `${type.toLowerCase()}-${currency.toLowerCase()}`,
  };
  const intent = intentOf(caller, input.write, "wallets.open", command);
  // The refs are ours and new each time, so they are no part of what makes a repetition the same.
  const refs = { wallet_ref: input.write.newRef(), account_ref: input.write.newRef() };
  return runWalletCommand(deps, "wallets.open_wallet", intent, {
    ...command,
    ...refs,
  });
}

function defaultNameOf(type: WalletType): string {
  return `${type.charAt(0)}${type.slice(1).toLowerCase()}`;
}
