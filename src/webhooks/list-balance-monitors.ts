import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { type BalanceMonitor, balanceMonitorSchema } from "./balance-monitor.ts";
import type { WebhooksDeps } from "./deps.ts";

export type ListMonitorsInput = {
  readonly walletRef: Ref | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "balance_monitors";

/** Lists the monitors that a caller may see, newest first. */
export async function listBalanceMonitors(
  deps: WebhooksDeps,
  caller: Caller,
  { walletRef, limit, cursor }: ListMonitorsInput,
): Promise<Page<BalanceMonitor>> {
  const owner = actingOwnerOf(caller);
  const wallet = walletRef ?? null;
  const bound = { wallet_ref: wallet, acting_owner: owner };
  const after = deps.cursors.open(listName, bound, cursor);
  const [answer] = await answered(
    deps.database
      .sql`select webhooks.monitors_of(${owner}, null, ${wallet}, ${after}, ${limit + 1}) as monitors`,
  );
  const rows = z.array(balanceMonitorSchema).parse(answer?.monitors);
  return pageOf(rows, limit, ({ monitor_ref }) => deps.cursors.seal(listName, bound, monitor_ref));
}
