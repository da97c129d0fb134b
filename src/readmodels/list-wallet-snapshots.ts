import type { Caller } from "../platform/caller.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type Snapshot, snapshotSchema } from "./history-row.ts";
import type { ProjectedPage } from "./projected-page.ts";
import { type WalletPageInput, walletPage } from "./wallet-page.ts";

/** Lists the business days on which something moved in a wallet, newest first. */
export async function listWalletSnapshots(
  deps: ReadmodelsDeps,
  caller: Caller,
  input: WalletPageInput,
): Promise<ProjectedPage<Snapshot>> {
  return walletPage(deps, caller, input, {
    name: "wallet snapshots",
    call: "readmodels.wallet_snapshots",
    row: snapshotSchema,
    placeOf: ({ date }) => date,
  });
}
