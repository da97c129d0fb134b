import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WalletsDeps } from "./deps.ts";
import { runWalletCommand } from "./run-wallet-command.ts";
import type { FreezeMode } from "./schema.ts";
import type { Wallet } from "./wallet.ts";

export type FreezeWalletInput = {
  readonly write: WriteRequest;
  readonly walletRef: Ref;
  readonly mode: FreezeMode;
};

/** Stops money from leaving a wallet, from arriving, or both, from the moment that this commits. */
export async function freezeWallet(
  deps: WalletsDeps,
  caller: Caller,
  input: FreezeWalletInput,
): Promise<Written<Wallet>> {
  const command = { wallet_ref: input.walletRef, mode: input.mode };
  const intent = intentOf(caller, input.write, "wallets.freeze", command);
  return runWalletCommand(deps, "wallets.freeze_wallet", intent, command);
}
