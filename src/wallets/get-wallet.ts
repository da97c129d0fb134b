import { eq } from "drizzle-orm";
import { type Caller, maySee } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletProblem } from "./errors.ts";
import { wallets } from "./schema.ts";
import { type Wallet, walletOf } from "./wallet.ts";

/** Reads one wallet from the truth, so it shows every write that was answered before. */
export async function getWallet(
  deps: WalletsDeps,
  caller: Caller,
  walletRef: Ref,
): Promise<Wallet> {
  const [row] = await answered(
    deps.database.tables.select().from(wallets).where(eq(wallets.walletRef, walletRef)),
  );
  if (!row || !maySee(caller, row.ownerRef)) {
    throw walletProblem("wallet_not_found", "There is no such wallet, or it is not yours to see.", {
      wallet_ref: walletRef,
    });
  }
  return walletOf(row);
}
