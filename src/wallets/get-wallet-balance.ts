import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Moment } from "../platform/moment.ts";
import { type Balance, balanceSchema } from "./balance.ts";
import type { WalletsDeps } from "./deps.ts";
import { readWallet } from "./read-wallet.ts";

export type GetWalletBalanceInput = {
  readonly walletRef: Ref;
  /** Which past is asked for; nothing of it asks for now. */
  readonly past: {
    readonly at?: Moment | undefined;
    readonly by?: "recorded" | "effective" | undefined;
    readonly at_version?: number | undefined;
  };
};

/** Reads what a wallet holds: every posting that was answered before is in it. */
export async function getWalletBalance(
  deps: WalletsDeps,
  caller: Caller,
  { walletRef, past }: GetWalletBalanceInput,
): Promise<Balance> {
  const reply = await readWallet(deps, caller, "wallets.wallet_balance", walletRef, [past]);
  return balanceSchema.parse(reply);
}
