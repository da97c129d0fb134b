import type { Caller } from "../platform/caller.ts";
import type { Written } from "../platform/intent.ts";
import { type AbandonRebuildInput, abandonRebuild } from "./abandon-rebuild.ts";
import { type BeginRebuildInput, beginRebuild } from "./begin-rebuild.ts";
import { type ConnectLiveInput, connectLive } from "./connect-live.ts";
import { continueRebuilds } from "./continue-rebuilds.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import type { DailySummary, Fact } from "./fact.ts";
import { forwardLate } from "./forward-report.ts";
import { getDailySummary } from "./get-daily-summary.ts";
import { getProjection } from "./get-projection.ts";
import type { LedgerEntry, Snapshot } from "./history-row.ts";
import { type ListLedgerEntriesInput, listLedgerEntries } from "./list-ledger-entries.ts";
import { listProjections } from "./list-projections.ts";
import { type ListTransactionFactsInput, listTransactionFacts } from "./list-transaction-facts.ts";
import {
  type HistoryPage,
  type ListWalletHistoryInput,
  listWalletHistory,
} from "./list-wallet-history.ts";
import { listWalletSnapshots } from "./list-wallet-snapshots.ts";
import type { ProjectedPage } from "./projected-page.ts";
import type { Projection } from "./projection.ts";
import type { WalletPageInput } from "./wallet-page.ts";

export type ReadmodelsService = {
  history(caller: Caller, input: ListWalletHistoryInput): Promise<HistoryPage>;
  snapshots(caller: Caller, input: WalletPageInput): Promise<ProjectedPage<Snapshot>>;
  ledgerEntries(input: ListLedgerEntriesInput): Promise<ProjectedPage<LedgerEntry>>;
  transactionFacts(input: ListTransactionFactsInput): Promise<ProjectedPage<Fact>>;
  dailySummary(date: string | undefined): Promise<DailySummary>;
  projections(): Promise<Projection[]>;
  projection(name: string): Promise<Projection>;
  rebuild(caller: Caller, input: BeginRebuildInput): Promise<Written<Projection>>;
  abandonRebuild(caller: Caller, input: AbandonRebuildInput): Promise<Written<Projection>>;
  continueRebuilds(sliceSize?: number): Promise<void>;
  /** Tells other stores what they were not told while they were away. */
  forwardLate(): Promise<number>;
  live(caller: Caller, input: ConnectLiveInput): Promise<Response>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createReadmodelsService(deps: ReadmodelsDeps): ReadmodelsService {
  return {
    history: (caller, input) => listWalletHistory(deps, caller, input),
    snapshots: (caller, input) => listWalletSnapshots(deps, caller, input),
    ledgerEntries: (input) => listLedgerEntries(deps, input),
    transactionFacts: (input) => listTransactionFacts(deps, input),
    dailySummary: (date) => getDailySummary(deps, date),
    projections: () => listProjections(deps),
    projection: (name) => getProjection(deps, name),
    rebuild: (caller, input) => beginRebuild(deps, caller, input),
    abandonRebuild: (caller, input) => abandonRebuild(deps, caller, input),
    continueRebuilds: (sliceSize) => continueRebuilds(deps, sliceSize),
    forwardLate: () => forwardLate(deps.database, deps.forwarders),
    live: (caller, input) => connectLive(deps, caller, input),
  };
}
