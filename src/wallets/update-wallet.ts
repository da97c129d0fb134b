import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WalletsDeps } from "./deps.ts";
import { runWalletCommand } from "./run-wallet-command.ts";
import type { Wallet } from "./wallet.ts";

export type UpdateWalletInput = {
  readonly write: WriteRequest;
  readonly walletRef: Ref;
  /** The version that the change was made for, or null for whichever there is. */
  readonly expectedVersion: string | null;
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
};

/** Renames a wallet, if nobody changed it since the caller read it. */
export async function updateWallet(
  deps: WalletsDeps,
  caller: Caller,
  input: UpdateWalletInput,
): Promise<Written<Wallet>> {
  const command = {
    wallet_ref: input.walletRef,
    expected_version: input.expectedVersion,
    name: input.name,
    slug: input.slug,
  };
  const intent = intentOf(caller, input.write, "wallets.update", command);
  return runWalletCommand(deps, "wallets.update_wallet", intent, command);
}
