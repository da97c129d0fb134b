import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { type ReplayedRange, replayedRangeSchema } from "./delivery.ts";
import type { WebhooksDeps } from "./deps.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";

export type ReplayRangeInput = {
  readonly write: WriteRequest;
  readonly endpointRef: Ref;
  readonly from: string;
  readonly until: string;
  readonly status: "FAILED" | "DELIVERED" | undefined;
  readonly after: Ref | undefined;
};

/** Sends again what an endpoint was sent, or was to be sent, in a range of time. */
export async function replayRange(
  deps: WebhooksDeps,
  caller: Caller,
  input: ReplayRangeInput,
): Promise<Written<ReplayedRange>> {
  const command = {
    endpoint_ref: input.endpointRef,
    from: input.from,
    until: input.until,
    status: input.status ?? null,
    after: input.after ?? null,
  };
  const intent = intentOf(caller, input.write, "webhooks.replay_deliveries", command);
  const written = await runWebhooksCommand(
    deps,
    "webhooks.replay_deliveries",
    intent,
    command,
    replayedRangeSchema,
  );
  await deps.wakeSenders(written.result.replayed);
  return written;
}
