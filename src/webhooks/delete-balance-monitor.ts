import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { type BalanceMonitor, balanceMonitorSchema } from "./balance-monitor.ts";
import type { WebhooksDeps } from "./deps.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";

export type DeleteMonitorInput = { readonly write: WriteRequest; readonly monitorRef: Ref };

/** Watches no longer, and answers what was seen last. */
export async function deleteBalanceMonitor(
  deps: WebhooksDeps,
  caller: Caller,
  { write, monitorRef }: DeleteMonitorInput,
): Promise<Written<BalanceMonitor>> {
  const command = { monitor_ref: monitorRef };
  const intent = intentOf(caller, write, "webhooks.delete_monitor", command);
  return runWebhooksCommand(deps, "webhooks.delete_monitor", intent, command, balanceMonitorSchema);
}
