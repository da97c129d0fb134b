import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { PostDeps } from "./guarded-post.ts";
import { createHostResolver } from "./resolve-host.ts";

/** What it takes to send something that is signed. */
export type SendingDeps = PostDeps & {
  readonly database: Database;
  readonly clock: Clock;
  /** Seals the secrets of endpoints and hooks: the database keeps them and cannot read them. */
  readonly keyEncryptionKey: string;
};

/** What the verbs of this module are given. */
export type WebhooksDeps = SendingDeps & {
  readonly cursors: Cursors;
  /** Every type of event that there is. */
  readonly eventTypes: readonly string[];
  /** Tells those who send that so many deliveries came in line. */
  readonly wakeSenders: (deliveries: number) => Promise<void>;
};

/** How this deployment sends, as the configuration says. */
export function sendingOf(config: {
  readonly IDENTITY_KEK: string;
  readonly WEBHOOKS_TO_LOOPBACK: "allowed" | "refused";
}): Omit<SendingDeps, "database" | "clock"> {
  // Called by itself each time: a Worker's fetch refuses to be anybody's method.
  const send: typeof fetch = (...request) => fetch(...request);
  return {
    keyEncryptionKey: config.IDENTITY_KEK,
    allowsLoopback: config.WEBHOOKS_TO_LOOPBACK === "allowed",
    send,
    resolveHost: createHostResolver(send),
  };
}
