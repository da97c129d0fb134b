import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { Money } from "../platform/money.ts";
import { type Balance, balanceSchema } from "./balance.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletCatalogue } from "./errors.ts";

export type SetWalletOverdraftInput = {
  readonly write: WriteRequest;
  readonly walletRef: Ref;
  readonly overdraft: Money;
};

/** Sets how far below zero a wallet may go, and answers its balance. */
export async function setWalletOverdraft(
  deps: WalletsDeps,
  caller: Caller,
  input: SetWalletOverdraftInput,
): Promise<Written<Balance>> {
  const command = {
    wallet_ref: input.walletRef,
    amount: input.overdraft.amount.toString(),
    currency: input.overdraft.currency,
  };
  const intent = intentOf(caller, input.write, "wallets.set_overdraft", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    walletCatalogue,
    "wallets.set_overdraft",
    intent,
    command,
  );
  return { result: balanceSchema.parse(result), isReplayed };
}
