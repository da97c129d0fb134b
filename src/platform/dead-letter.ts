import { z } from "zod";
import { refSchema } from "./ids.ts";
import { momentSchema } from "./moment.ts";
import { publishedEventSchema } from "./published-event.ts";

export const deadLetterStatuses = ["FAILED", "DEAD", "DROPPED"] as const;

/** An event that a group could not take. */
export const deadLetterSchema = z.strictObject({
  dead_letter_ref: refSchema,
  group: z.string().meta({ description: "Who could not take it." }),
  status: z.enum(deadLetterStatuses).meta({
    description:
      "FAILED is tried again by itself; DEAD waits for a decision; DROPPED is about to be passed over.",
  }),
  event_ref: refSchema,
  event_type: z.string(),
  aggregate_type: z.string(),
  aggregate_ref: refSchema,
  sequence: z.int(),
  error: z.string().nullable().meta({ description: "What the last attempt failed at." }),
  attempts: z.int(),
  blocked: z.int().meta({ description: "How many later events about the same thing wait for it." }),
  parked_at: momentSchema,
  failed_at: momentSchema.nullable(),
  next_attempt_at: momentSchema.nullable(),
});

export type DeadLetter = z.output<typeof deadLetterSchema>;

export const deadLetterDetailsSchema = deadLetterSchema.extend({ event: publishedEventSchema });

export type DeadLetterDetails = z.output<typeof deadLetterDetailsSchema>;

const count = z.int().nonnegative();

/** How one group keeps up. */
export const groupStatusSchema = z.strictObject({
  group: z.string(),
  relayed_at: momentSchema,
  relay_lag_ms: count.meta({
    description: "How old the oldest event is that was not sent to it yet.",
  }),
  sweep_lag_ms: count.meta({
    description: "How old the oldest event is that was not compared with the outbox yet.",
  }),
  sent: count,
  consumed: count,
  waiting: count.meta({ description: "Sent and not taken: in its queue, or parked." }),
  consumed_at: momentSchema.nullable(),
  last_event_at: momentSchema.nullable(),
  last_lag_ms: count
    .nullable()
    .meta({ description: "How old the newest event was when it was last taken." }),
  early: count.meta({ description: "Parked, because a predecessor has not come." }),
  failed: count.meta({ description: "Parked, because their effect failed; they are tried again." }),
  dead: count.meta({ description: "Parked until somebody decides." }),
});

export const eventStatusSchema = z.strictObject({
  horizon_lag_ms: count.meta({
    description:
      "How old the oldest event is that nobody may read yet, because a transaction that began before it is open.",
  }),
  groups: z.array(groupStatusSchema),
  unknown_groups: z.array(z.string().meta({ examples: ["notifications"] })).meta({
    description:
      "Groups that were sent events once and that this deployment does not know. Until they are forgotten, no old month " +
      "leaves the outbox: it may still be theirs to read.",
  }),
});

export type EventStatus = z.output<typeof eventStatusSchema>;
