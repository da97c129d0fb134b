import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletCatalogue } from "./errors.ts";

/** Calls one of the functions that read what is behind a wallet: one round trip, which also decides who may see it. */
export async function readWallet(
  deps: WalletsDeps,
  caller: Caller,
  name: `wallets.${string}`,
  walletRef: Ref,
  parameters: readonly unknown[] = [],
): Promise<unknown> {
  const values = [
    walletRef,
    actingOwnerOf(caller),
    ...parameters.map((value) => JSON.stringify(value)),
  ];
  const places = values.map((_value, index) => `$${index + 1}`).join(", ");
  const [row] = await answered(
    deps.database.sql.query(`select ${name}(${places}) as reply`, values),
    walletCatalogue,
  );
  return row?.reply;
}
