import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WebhooksDeps } from "./deps.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";
import { type IssuedEndpoint, webhookEndpointSchema } from "./webhook-endpoint.ts";
import { newWebhookSecret, sealFor } from "./webhook-secret.ts";

export type RotateSecretInput = {
  readonly write: WriteRequest;
  readonly endpointRef: Ref;
  readonly overlapSeconds: number;
};

/** Gives an endpoint another secret and shows it. The old one signs beside it for the overlap. */
export async function rotateWebhookSecret(
  deps: WebhooksDeps,
  caller: Caller,
  input: RotateSecretInput,
): Promise<Written<IssuedEndpoint>> {
  const { endpointRef } = input;
  const command = { endpoint_ref: endpointRef, overlap_seconds: input.overlapSeconds };
  const intent = intentOf(caller, input.write, "webhooks.rotate_secret", command);
  const secret = newWebhookSecret();
  const { result, isReplayed } = await runWebhooksCommand(
    deps,
    "webhooks.rotate_endpoint_secret",
    intent,
    { ...command, sealed_secret: sealFor(deps.keyEncryptionKey, endpointRef, secret) },
    webhookEndpointSchema,
  );
  return { result: { ...result, secret: isReplayed ? null : secret }, isReplayed };
}
