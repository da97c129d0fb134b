import { actingOwnerOf, type Caller, maySee } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Moment } from "../platform/moment.ts";
import { type Balance, balanceSchema } from "./balance.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletCatalogue, walletProblem } from "./errors.ts";
import { readWallet } from "./read-wallet.ts";

export type GetWalletBalanceInput = {
  readonly walletRef: Ref;
  /** Which past is asked for; nothing of it asks for now. */
  readonly past: {
    readonly at?: Moment | undefined;
    readonly by?: "recorded" | "effective" | undefined;
    readonly at_version?: number | undefined;
  };
  /** A copy will do. */
  readonly mayBeOld?: boolean;
  readonly minVersion?: number | undefined;
};

/** Reads what a wallet holds: every posting that was answered before is in it, unless a copy will do. */
export async function getWalletBalance(
  deps: WalletsDeps,
  caller: Caller,
  { walletRef, past, mayBeOld = false, minVersion }: GetWalletBalanceInput,
): Promise<Balance> {
  const copy = mayBeOld ? await copyFor(deps, caller, walletRef, minVersion) : null;
  if (copy) {
    const { wallet_ref, currency, balance, pending_in, pending_out, available, overdraft } = copy;
    return {
      ...{ wallet_ref, currency, balance, pending_in, pending_out, available, overdraft },
      ...{ version: copy.version, as_of: copy.as_of, consistency: "eventual" },
      ...sayWhether(minVersion, copy.version),
    };
  }
  const reply = await readWallet(deps, caller, "wallets.wallet_balance", walletRef, [past]);
  const truth = balanceSchema.parse(reply);
  return { ...truth, ...sayWhether(minVersion, truth.version) };
}

/** The copy, for whoever may see it. A stranger waits for no version: how long it takes would tell how far the wallet is. */
async function copyFor(
  { copies }: WalletsDeps,
  caller: Caller,
  walletRef: Ref,
  minVersion: number | undefined,
) {
  const copy = await copies.read(walletRef, undefined, actingOwnerOf(caller));
  if (!copy) return null;
  if (!maySee(caller, copy.owner_ref)) {
    throw walletProblem("wallet_not_found", walletCatalogue.wallet_not_found.meaning, {
      wallet_ref: walletRef,
    });
  }
  const isEnough = minVersion === undefined || copy.version >= minVersion;
  return isEnough ? copy : ((await copies.read(walletRef, minVersion)) ?? copy);
}

function sayWhether(
  minVersion: number | undefined,
  version: number,
): { has_min_version?: boolean } {
  return minVersion === undefined ? {} : { has_min_version: version >= minVersion };
}
