import type { Caller } from "../platform/caller.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type HistoryRow, historyRowSchema } from "./history-row.ts";
import type { ProjectedPage } from "./projected-page.ts";
import { type WalletPageInput, walletPage } from "./wallet-page.ts";

/** Lists what happened to a wallet, newest first, as far as events have been read. */
export async function listWalletHistory(
  deps: ReadmodelsDeps,
  caller: Caller,
  input: WalletPageInput,
): Promise<ProjectedPage<HistoryRow>> {
  return walletPage(deps, caller, input, {
    name: "wallet history",
    call: "readmodels.wallet_history",
    row: historyRowSchema,
    placeOf: ({ stripe, version }) => JSON.stringify({ stripe, version }),
  });
}
