import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { providerNames } from "./charge.ts";

export const notificationStatuses = ["RECEIVED", "PROCESSED", "QUARANTINED", "DISMISSED"] as const;

/** A notification as operators see it: what it is about and what became of it, without its body. */
export const notificationSchema = z.strictObject({
  notification_ref: refSchema,
  provider: z.enum(providerNames),
  event_key: z.string().meta({ description: "What the provider repeats with each delivery." }),
  subject: z.enum(["CHARGE", "PAYOUT", "OTHER"]),
  subject_ref: z.string().nullable().meta({ description: "Our ref, where the provider names it." }),
  external_reference: z.string().nullable(),
  status: z.enum(notificationStatuses),
  fault: z
    .looseObject({ code: z.string() })
    .nullable()
    .meta({ description: "What did not agree: its code, what was expected and what was found." }),
  is_late_accepted: z.boolean(),
  deliveries: z.int(),
  attempts: z.int(),
  received_at: momentSchema,
  processed_at: momentSchema.nullable(),
});

/** With the body and the headers as they came. */
export const rawNotificationSchema = notificationSchema.extend({
  raw_body: z.string().meta({
    description: "Base64 of the bytes as they came.",
    examples: ["eyJvcmRlcl9pZCI6IkNIQVJHRS0xIn0="],
  }),
  headers: z.record(z.string(), z.string()),
});

export type RawNotification = z.output<typeof rawNotificationSchema>;
export type Notification = z.output<typeof notificationSchema>;
