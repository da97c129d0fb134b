import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletCatalogue } from "./errors.ts";
import { type Limit, limitSchema } from "./limit.ts";

export type RemoveWalletLimitInput = {
  readonly write: WriteRequest;
  readonly walletRef: Ref;
  readonly limitRef: Ref;
};

/** Takes a limit away, and answers what it was. */
export async function removeWalletLimit(
  deps: WalletsDeps,
  caller: Caller,
  input: RemoveWalletLimitInput,
): Promise<Written<Limit>> {
  const command = { wallet_ref: input.walletRef, limit_ref: input.limitRef };
  const intent = intentOf(caller, input.write, "wallets.remove_limit", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    walletCatalogue,
    "wallets.remove_limit",
    intent,
    command,
  );
  return { result: limitSchema.parse(result), isReplayed };
}
