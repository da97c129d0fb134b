import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

export const deliveryStatuses = ["PENDING", "DELIVERED", "FAILED"] as const;

const headersSchema = z.record(z.string(), z.string());

/** One event for one endpoint, and how far it has come. */
export const deliverySchema = z.strictObject({
  delivery_ref: refSchema,
  endpoint_ref: refSchema,
  event_ref: refSchema.meta({ description: "Also the webhook-id of the message, each time." }),
  event_type: z.string(),
  subject: refSchema.meta({ description: "What the event is about." }),
  status: z.enum(deliveryStatuses),
  attempts: z.int(),
  next_attempt_at: momentSchema.nullable(),
  last_status: z.int().nullable().meta({ description: "What the receiver answered last." }),
  last_error: z.string().nullable(),
  created_at: momentSchema,
  ended_at: momentSchema.nullable(),
});

export type Delivery = z.output<typeof deliverySchema>;

/** A delivery with what is sent, and the heads of every request and answer. */
export const loggedDeliverySchema = deliverySchema.extend({
  event: z.record(z.string(), z.unknown()).meta({ description: "The body that is sent." }),
  log: z.array(
    z.strictObject({
      attempt: z.int(),
      attempted_at: momentSchema,
      duration_ms: z.int(),
      url: z.string(),
      request_headers: headersSchema,
      response_status: z.int().nullable(),
      response_headers: headersSchema.nullable(),
      error: z.string().nullable(),
    }),
  ),
});

export type LoggedDelivery = z.output<typeof loggedDeliverySchema>;

/** What a replay of a range has put in line. */
export const replayedRangeSchema = z.strictObject({
  endpoint_ref: refSchema,
  replayed: z.int(),
  next_after: refSchema.nullable().meta({
    description: "Send it as `after` for the rest of the range; null where this was all of it.",
  }),
});

export type ReplayedRange = z.output<typeof replayedRangeSchema>;
