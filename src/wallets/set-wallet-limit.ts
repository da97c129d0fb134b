import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { Money } from "../platform/money.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletCatalogue } from "./errors.ts";
import { type Limit, type LimitPeriod, limitSchema } from "./limit.ts";
import type { mutationTypes } from "./mutation.ts";

export type SetWalletLimitInput = {
  readonly write: WriteRequest;
  readonly walletRef: Ref;
  readonly direction: (typeof mutationTypes)[number];
  readonly period: LimitPeriod;
  readonly most: Money;
  readonly timeZone: string;
};

/** Sets how much may leave or enter a wallet, in place of the limit of the same direction and period. */
export async function setWalletLimit(
  deps: WalletsDeps,
  caller: Caller,
  input: SetWalletLimitInput,
): Promise<Written<Limit>> {
  const command = {
    wallet_ref: input.walletRef,
    direction: input.direction,
    period: input.period,
    amount: input.most.amount.toString(),
    currency: input.most.currency,
    time_zone: input.timeZone,
  };
  const intent = intentOf(caller, input.write, "wallets.set_limit", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    walletCatalogue,
    "wallets.set_limit",
    intent,
    // The ref is ours and new each time, so it is no part of what makes a repetition the same.
    { ...command, limit_ref: input.write.newRef() },
  );
  return { result: limitSchema.parse(result), isReplayed };
}
