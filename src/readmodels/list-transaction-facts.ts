import { earliestRefOf, latestRefOf, type Ref } from "../platform/ids.ts";
import { pageOf } from "../platform/list.ts";
import { callFunction } from "./call-function.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type Fact, factSchema } from "./fact.ts";
import { type ProjectedPage, rowsSchemaOf } from "./projected-page.ts";

export type ListTransactionFactsInput = {
  readonly filters: {
    readonly type?: string | undefined;
    readonly status?: string | undefined;
    readonly currency?: string | undefined;
    readonly wallet_ref?: Ref | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  };
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "transaction facts";
// A ref is made when a request arrives, and what it names is written later: a lane may keep it for a while.
const refMarginMs = 30 * 86_400_000;

/** Lists transactions as events told them, newest first. For operators. */
export async function listTransactionFacts(
  deps: ReadmodelsDeps,
  { filters, limit, cursor }: ListTransactionFactsInput,
): Promise<ProjectedPage<Fact>> {
  const after = deps.cursors.open(listName, filters, cursor);
  const { from, to } = filters;
  const bounded = {
    ...filters,
    from_ref: from === undefined ? undefined : earliestRefOf(new Date(from), refMarginMs),
    to_ref: to === undefined ? undefined : latestRefOf(new Date(to), refMarginMs),
  };
  const reply = await callFunction(deps, "readmodels.list_facts", [bounded, after, limit + 1]);
  const { rows, as_of } = rowsSchemaOf(factSchema).parse(reply);
  const page = pageOf(rows, limit, ({ transaction_ref }) =>
    deps.cursors.seal(listName, filters, transaction_ref),
  );
  return { ...page, asOf: as_of };
}
