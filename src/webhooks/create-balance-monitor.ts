import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import {
  type BalanceMonitor,
  balanceMonitorSchema,
  type measures,
  type operators,
} from "./balance-monitor.ts";
import type { WebhooksDeps } from "./deps.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";

export type CreateMonitorInput = {
  readonly write: WriteRequest;
  readonly walletRef: Ref;
  readonly measure: (typeof measures)[number];
  readonly operator: (typeof operators)[number];
  readonly threshold: bigint;
  readonly hysteresis: bigint;
  readonly currency: string;
};

/** Begins to watch a wallet. It is looked at when events tell of it, and never while money moves. */
export async function createBalanceMonitor(
  deps: WebhooksDeps,
  caller: Caller,
  input: CreateMonitorInput,
): Promise<Written<BalanceMonitor>> {
  const command = {
    wallet_ref: input.walletRef,
    measure: input.measure,
    operator: input.operator,
    threshold: input.threshold.toString(),
    hysteresis: input.hysteresis.toString(),
    currency: input.currency,
  };
  const intent = intentOf(caller, input.write, "webhooks.create_monitor", command);
  return runWebhooksCommand(
    deps,
    "webhooks.create_monitor",
    intent,
    { ...command, monitor_ref: input.write.newRef() },
    balanceMonitorSchema,
  );
}
