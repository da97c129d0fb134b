import { z } from "zod";
import type { EventSpec } from "./events.ts";
import { refSchema } from "./ids.ts";

const data = z.strictObject({
  dead_letter_ref: refSchema,
  group: z.string(),
  event_ref: refSchema,
  event_type: z.string(),
  aggregate_type: z.string(),
  aggregate_ref: refSchema,
  sequence: z.int(),
  acted_by: refSchema,
});

/** What is announced about the delivery of events itself: what people decide. */
export const deadLetterEvents: readonly EventSpec[] = [
  {
    type: "dead_letter.replayed",
    version: 1,
    aggregate: "dead_letter",
    description: "Somebody had an event tried again that a group could not take.",
    data,
  },
  {
    type: "dead_letter.dropped",
    version: 1,
    aggregate: "dead_letter",
    description: "Somebody decided that a group passes over an event that it could not take.",
    data,
  },
];
