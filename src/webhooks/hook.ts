import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { shownSecretSchema } from "./webhook-endpoint.ts";

export const hookTypes = ["PRE_TRANSACTION", "POST_TRANSACTION"] as const;
export const failurePolicies = ["FAIL_OPEN", "FAIL_CLOSED"] as const;

const headersAtMost = 10;
const headerLengthAtMost = 1_000;
// What we say ourselves, and what a receiver or a proxy before it would read as something else.
const ownHeaders =
  /^(content-|webhook-|host$|connection$|transfer-encoding$|user-agent$|traceparent$|cookie$|cf-)/i;

export const hookNameSchema = z
  .string()
  .trim()
  .min(1, "At least 1 character.")
  .max(100, "At most 100 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
  .meta({ examples: ["Fraud check"] });

/** Headers that a receiver wants to be sent. They are sealed as soon as they come, and never shown. */
export const hookHeadersSchema = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, "Expected the name of a header.")
      .refine((name) => !ownHeaders.test(name), { error: "This header is ours to send." }),
    z
      .string()
      .regex(/^[\x20-\x7e]*$/, "Expected printable ASCII.")
      .max(headerLengthAtMost, `At most ${headerLengthAtMost} characters.`),
  )
  .refine((headers) => Object.keys(headers).length <= headersAtMost, {
    error: `At most ${headersAtMost}.`,
  })
  .meta({
    description: "Headers that the receiver wants, such as Authorization; kept sealed.",
    examples: [{ "X-Receiver-Key": "as the receiver wants it" }],
  });

/** A hook as it is shown: the names of its headers, and neither their values nor its secret. */
export const hookSchema = z.strictObject({
  hook_ref: refSchema,
  owner_ref: refSchema,
  name: z.string(),
  type: z.enum(hookTypes).meta({
    description:
      "PRE_TRANSACTION is asked before a transaction and may forbid it; POST_TRANSACTION is told of every event about one.",
  }),
  url: z.string(),
  is_active: z.boolean(),
  has_lost_authority: z.boolean().meta({
    description:
      "It was switched off because whoever made it may keep no hooks any more. Until somebody sets `is_active` or deletes " +
      "it, a FAIL_CLOSED one refuses every transaction.",
  }),
  header_names: z.array(z.string()),
  timeout_ms: z.int(),
  on_failure: z.enum(failurePolicies).nullable().meta({
    description:
      "What becomes of a transaction whose hook does not answer: FAIL_OPEN does it, FAIL_CLOSED does not. Null for POST_TRANSACTION.",
  }),
  attempts_at_most: z.int().nullable().meta({
    description: "How often an event is tried at most. Null for PRE_TRANSACTION.",
  }),
  version: z.int().meta({ description: "Counts its changes; its ETag is made of it." }),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type Hook = z.output<typeof hookSchema>;

/** A hook at the one moment when its secret can be seen. */
export const issuedHookSchema = hookSchema.extend({ secret: shownSecretSchema });

export type IssuedHook = z.output<typeof issuedHookSchema>;
