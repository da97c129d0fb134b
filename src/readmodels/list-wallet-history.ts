import type { Caller } from "../platform/caller.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type HistoryRow, historyRowSchema } from "./history-row.ts";
import type { ProjectedPage } from "./projected-page.ts";
import { waitForVersion } from "./wait-for-version.ts";
import { type WalletPageInput, walletPage } from "./wallet-page.ts";

export type ListWalletHistoryInput = WalletPageInput & {
  /** The number of an entry that has to be in it, if it comes soon. */
  readonly minVersion?: number | undefined;
};

/** A page, and whether it has come as far as was asked for. */
export type HistoryPage = ProjectedPage<HistoryRow> & { readonly hasMinVersion?: boolean };

/** Lists what happened to a wallet, newest first, as far as events have been read. */
export async function listWalletHistory(
  deps: ReadmodelsDeps,
  caller: Caller,
  { minVersion, ...input }: ListWalletHistoryInput,
): Promise<HistoryPage> {
  const readPage = () =>
    walletPage(deps, caller, input, {
      name: "wallet history",
      call: "readmodels.wallet_history",
      row: historyRowSchema,
      placeOf: ({ stripe, version }) => JSON.stringify({ stripe, version }),
    });
  // A stranger is refused here, and waits for nothing that would tell how far the wallet is.
  const first = await readPage();
  if (minVersion === undefined) return first;
  const isEnough = ({ version = 0 }: ProjectedPage<HistoryRow>) => version >= minVersion;
  const page = await waitForVersion(first, isEnough, readPage);
  return { ...page, hasMinVersion: isEnough(page) };
}
