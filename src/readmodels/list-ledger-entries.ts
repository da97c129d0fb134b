import type { Ref } from "../platform/ids.ts";
import { pageOf } from "../platform/list.ts";
import { callFunction } from "./call-function.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type LedgerEntry, ledgerEntrySchema, type mutationTypes } from "./history-row.ts";
import { type ProjectedPage, rowsSchemaOf } from "./projected-page.ts";

export type ListLedgerEntriesInput = {
  readonly filters: {
    readonly account_ref?: Ref | undefined;
    readonly wallet_ref?: Ref | undefined;
    readonly journal_ref?: Ref | undefined;
    readonly entry_type?: (typeof mutationTypes)[number] | undefined;
    readonly currency?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  };
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "projected entries";

/** Lists entries as events told them: of one account or wallet by version, of all by journal. For auditors. */
export async function listLedgerEntries(
  deps: ReadmodelsDeps,
  { filters, limit, cursor }: ListLedgerEntriesInput,
): Promise<ProjectedPage<LedgerEntry>> {
  const after = deps.cursors.open(listName, filters, cursor) ?? "{}";
  const reply = await callFunction(deps, "readmodels.ledger_entries", [filters, after, limit + 1]);
  const { rows, as_of } = rowsSchemaOf(ledgerEntrySchema).parse(reply);
  const page = pageOf(rows, limit, ({ journal_ref, account_ref, stripe, version }) =>
    deps.cursors.seal(
      listName,
      filters,
      JSON.stringify({ journal_ref, account_ref, stripe, version }),
    ),
  );
  return { ...page, asOf: as_of };
}
