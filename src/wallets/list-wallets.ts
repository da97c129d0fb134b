import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { WalletsDeps } from "./deps.ts";
import { type WalletType, type walletStatuses, wallets } from "./schema.ts";
import { type Wallet, walletOf } from "./wallet.ts";

export type WalletFilters = {
  readonly owner_ref?: Ref | undefined;
  readonly type?: WalletType | undefined;
  readonly currency?: string | undefined;
  readonly status?: (typeof walletStatuses)[number] | undefined;
  readonly slug?: string | undefined;
};

export type ListWalletsInput = {
  readonly filters: WalletFilters;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "wallets";

/** Lists wallets, newest first. The ref is the order and never changes, so no page repeats or skips a wallet. */
export async function listWallets(
  deps: WalletsDeps,
  caller: Caller,
  input: ListWalletsInput,
): Promise<Page<Wallet>> {
  const owner = actingOwnerOf(caller);
  // Whose list it is belongs to the cursor, or one owner's cursor would open another's page.
  const bound = { ...input.filters, acting_owner: owner };
  const after = deps.cursors.open(listName, bound, input.cursor);
  const rows = await answered(
    deps.database.tables
      .select()
      .from(wallets)
      .where(
        and(
          ...conditionsOf(input.filters),
          owner === null ? undefined : eq(wallets.ownerRef, owner),
          after === null ? undefined : lt(wallets.walletRef, after),
        ),
      )
      .orderBy(desc(wallets.walletRef))
      .limit(input.limit + 1),
  );
  return pageOf(rows.map(walletOf), input.limit, (wallet) =>
    deps.cursors.seal(listName, bound, wallet.wallet_ref),
  );
}

function conditionsOf(filters: WalletFilters): (SQL | undefined)[] {
  return [
    filters.owner_ref === undefined ? undefined : eq(wallets.ownerRef, filters.owner_ref),
    filters.type === undefined ? undefined : eq(wallets.type, filters.type),
    filters.currency === undefined ? undefined : eq(wallets.currency, filters.currency),
    filters.status === undefined ? undefined : eq(wallets.status, filters.status),
    filters.slug === undefined ? undefined : eq(wallets.slug, filters.slug),
  ];
}
