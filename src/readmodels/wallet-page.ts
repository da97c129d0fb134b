import type { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { pageOf } from "../platform/list.ts";
import { callFunction } from "./call-function.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type ProjectedPage, rowsSchemaOf } from "./projected-page.ts";

/** What is read of one wallet, page by page. */
export type WalletPageInput = {
  readonly walletRef: Ref;
  readonly filters: Readonly<Record<string, string | undefined>>;
  readonly limit: number;
  readonly cursor: string | undefined;
};

type WalletList<Row extends z.ZodType> = {
  readonly name: string;
  readonly call: `readmodels.${string}`;
  readonly row: Row;
  /** The place of a row in the list, as the function takes it. */
  readonly placeOf: (row: z.output<Row>) => string;
};

// Before anything that a read model can have read.
const nothingRead = "1970-01-01T00:00:00.000Z";

/** A page of a wallet. One that no event has told of yet is empty, if it is there at all for this caller. */
export async function walletPage<Row extends z.ZodType>(
  deps: ReadmodelsDeps,
  caller: Caller,
  { walletRef, filters, limit, cursor }: WalletPageInput,
  list: WalletList<Row>,
): Promise<ProjectedPage<z.output<Row>>> {
  const owner = actingOwnerOf(caller);
  const bound = { ...filters, wallet_ref: walletRef, acting_owner: owner };
  const after = deps.cursors.open(list.name, bound, cursor);
  const reply = await callFunction(deps, list.call, [walletRef, owner, filters, after, limit + 1]);
  if (reply === null) {
    await deps.requireWallet(caller, walletRef);
    return { rows: [], nextCursor: null, asOf: nothingRead };
  }
  const { rows, as_of, version = 0 } = rowsSchemaOf(list.row).parse(reply);
  const page = pageOf(rows, limit, (row) => deps.cursors.seal(list.name, bound, list.placeOf(row)));
  return { ...page, asOf: as_of, version };
}
