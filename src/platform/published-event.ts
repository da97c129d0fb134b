import { z } from "zod";
import { refSchema } from "./ids.ts";
import { momentSchema } from "./moment.ts";

/** An event as it travels: CloudEvents 1.0, with the extensions `aggregatetype`, `sequence` and `traceparent`. */
export const publishedEventSchema = z.strictObject({
  specversion: z.literal("1.0"),
  id: refSchema,
  source: z.literal("saku"),
  type: z.string(),
  subject: refSchema.meta({ description: "What it is about." }),
  aggregatetype: z.string(),
  time: momentSchema,
  sequence: z
    .int()
    .positive()
    .meta({ description: "Without gaps for each thing that events are about." }),
  dataschema: z.string(),
  datacontenttype: z.literal("application/json"),
  traceparent: z.string().optional(),
  data: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: "Left out where it is too large for a message; the outbox has it." }),
});

export type PublishedEvent = z.output<typeof publishedEventSchema>;
