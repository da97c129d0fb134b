import { createHash } from "node:crypto";
import { z } from "zod";
import { actingOwnerOf, type Caller } from "./caller.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Ref } from "./ids.ts";

/** What every write carries beside its command: whose it is, how it is told from a repetition, how it is traced. */
export type Intent = {
  readonly scope: Ref;
  readonly acting_owner: Ref | null;
  readonly key: string | null;
  readonly operation: string;
  readonly request_hash: string;
  readonly event_ref: Ref;
  readonly traceparent: string | null;
};

/** How a request asked for its write; the caller and the operation are added by the verb. */
export type WriteRequest = {
  readonly key: string | null;
  readonly traceparent: string | null;
  readonly newRef: () => Ref;
};

/** What a write answered, and whether it was done now or before. */
export type Written<Result> = { readonly result: Result; readonly isReplayed: boolean };

export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, "Expected 1 to 255 visible ASCII characters.")
  .optional()
  .meta({
    examples: ["open-main-wallet-1"],
    description: "Makes a repetition of this request answer as the first one did.",
  });

/** Builds the intent of an operation. The command is hashed as it was understood, not as it was spelled. */
export function intentOf(
  caller: Caller,
  write: WriteRequest,
  operation: string,
  command: Readonly<Record<string, unknown>>,
): Intent {
  return {
    scope: caller.ownerRef,
    acting_owner: actingOwnerOf(caller),
    key: write.key,
    operation,
    request_hash: createHash("sha256").update(canonicalJson(command)).digest("hex"),
    event_ref: write.newRef(),
    traceparent: write.traceparent,
  };
}
