import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WalletsDeps } from "./deps.ts";
import { runWalletCommand } from "./run-wallet-command.ts";
import type { Wallet } from "./wallet.ts";

export type WalletCommandInput = { readonly write: WriteRequest; readonly walletRef: Ref };

/** Lets money move again. */
export async function unfreezeWallet(
  deps: WalletsDeps,
  caller: Caller,
  input: WalletCommandInput,
): Promise<Written<Wallet>> {
  const command = { wallet_ref: input.walletRef };
  const intent = intentOf(caller, input.write, "wallets.unfreeze", command);
  return runWalletCommand(deps, "wallets.unfreeze_wallet", intent, command);
}
