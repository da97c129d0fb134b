import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WalletsDeps } from "./deps.ts";
import { type Limit, limitSchema } from "./limit.ts";
import { readWallet } from "./read-wallet.ts";

const rowsSchema = z.array(limitSchema.omit({ wallet_ref: true }));

/** All limits of a wallet, which are six at most, with what is used of them now. */
export async function listWalletLimits(
  deps: WalletsDeps,
  caller: Caller,
  walletRef: Ref,
): Promise<Limit[]> {
  const rows = rowsSchema.parse(await readWallet(deps, caller, "wallets.wallet_limits", walletRef));
  return rows.map((row) => limitSchema.parse({ wallet_ref: walletRef, ...row }));
}
