import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { type BalanceMonitor, balanceMonitorSchema } from "./balance-monitor.ts";
import type { WebhooksDeps } from "./deps.ts";
import { monitorProblem } from "./monitor-errors.ts";

/** Reads one monitor. A stranger's is as absent as one that never was. */
export async function getBalanceMonitor(
  deps: WebhooksDeps,
  caller: Caller,
  monitorRef: Ref,
): Promise<BalanceMonitor> {
  const owner = actingOwnerOf(caller);
  const [answer] = await answered(
    deps.database
      .sql`select webhooks.monitors_of(${owner}, ${monitorRef}, null, null, 1) as monitors`,
  );
  const [monitor] = z.array(balanceMonitorSchema).parse(answer?.monitors);
  if (!monitor) {
    throw monitorProblem(
      "balance_monitor_not_found",
      "There is no such monitor, or it is not yours to see.",
      { monitor_ref: monitorRef },
    );
  }
  return monitor;
}
