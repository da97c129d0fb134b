import type { Caller } from "../platform/caller.ts";
import { intentOf, type Written } from "../platform/intent.ts";
import type { WalletsDeps } from "./deps.ts";
import { runWalletCommand } from "./run-wallet-command.ts";
import type { WalletCommandInput } from "./unfreeze-wallet.ts";
import type { Wallet } from "./wallet.ts";

/** Closes a wallet for ever. Its ledger account must be empty, which is checked under the account's lock. */
export async function closeWallet(
  deps: WalletsDeps,
  caller: Caller,
  input: WalletCommandInput,
): Promise<Written<Wallet>> {
  const command = { wallet_ref: input.walletRef };
  const intent = intentOf(caller, input.write, "wallets.close", command);
  return runWalletCommand(deps, "wallets.close_wallet", intent, command);
}
