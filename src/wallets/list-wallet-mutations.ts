import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { Moment } from "../platform/moment.ts";
import type { WalletsDeps } from "./deps.ts";
import { type Mutation, mutationSchema, type mutationTypes } from "./mutation.ts";
import { readWallet } from "./read-wallet.ts";

export type ListWalletMutationsInput = {
  readonly walletRef: Ref;
  readonly filters: {
    readonly mutation_type?: (typeof mutationTypes)[number] | undefined;
    readonly from?: Moment | undefined;
    readonly to?: Moment | undefined;
  };
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "wallet mutations";
const rowsSchema = z.array(mutationSchema.omit({ wallet_ref: true }));

/** Lists the entries of a wallet, newest first. An entry's place never changes, so no page repeats or skips one. */
export async function listWalletMutations(
  deps: WalletsDeps,
  caller: Caller,
  { walletRef, filters, limit, cursor }: ListWalletMutationsInput,
): Promise<Page<Mutation>> {
  const bound = { ...filters, wallet_ref: walletRef, acting_owner: actingOwnerOf(caller) };
  const place = deps.cursors.open(listName, bound, cursor);
  const after = place === null ? {} : JSON.parse(place);
  const reply = await readWallet(deps, caller, "wallets.wallet_mutations", walletRef, [
    filters,
    after,
    limit + 1,
  ]);
  // Parsing again puts the fields into their order, which jsonb forgets.
  const rows = rowsSchema
    .parse(reply)
    .map((row) => mutationSchema.parse({ wallet_ref: walletRef, ...row }));
  return pageOf(rows, limit, ({ recorded_at, stripe, version }) =>
    deps.cursors.seal(listName, bound, JSON.stringify({ recorded_at, stripe, version })),
  );
}
