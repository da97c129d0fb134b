import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Ref } from "../platform/ids.ts";
import { openText, type SealedText, sealText } from "../platform/sealed-text.ts";

/** `whsec_` and 256 random bits in base64: what a receiver checks our signatures with. */
export type WebhookSecret = string;

const secretBytes = 32;

export function newWebhookSecret(): WebhookSecret {
  return `whsec_${randomBytes(secretBytes).toString("base64")}`;
}

export type Signed = {
  readonly id: Ref;
  readonly at: Date;
  readonly body: string;
  readonly secrets: readonly WebhookSecret[];
};

/** The three headers of Standard Webhooks. While two secrets are valid there is a signature by each. */
export function signedHeaders({ id, at, body, secrets }: Signed): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
}

/** Seals for one endpoint or hook, by its ref: what is sealed for one opens nothing of another. */
export function sealFor(keyEncryptionKey: string, ref: Ref, text: string): SealedText {
  return sealText(keyEncryptionKey, `webhooks ${ref}`, text);
}

export function openFor(keyEncryptionKey: string, ref: Ref, sealed: SealedText): string {
  return openText(keyEncryptionKey, `webhooks ${ref}`, sealed);
}
