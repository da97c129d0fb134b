import { z } from "zod";
import { deadLetterDetailsSchema, deadLetterSchema, eventStatusSchema } from "./dead-letter.ts";
import { endpoint } from "./endpoint.ts";
import { refSchema } from "./ids.ts";
import { pageQuery, pageSchema } from "./list.ts";

const tag = "Events";
const path = z.object({ ref: refSchema });
const nameSchema = z.string().regex(/^[a-z_.]{1,60}$/, "Expected small letters.");

export const getEventStatusEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/events",
  operationId: "getEventStatus",
  tag,
  scope: "events:read",
  summary: "See how events travel",
  description: "How far the relay and each group of consumers are behind, and what is parked.",
  replies: { 200: { description: "The state of delivery.", body: eventStatusSchema } },
  problems: [],
});

export const listDeadLettersEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/dead-letters",
  operationId: "listDeadLetters",
  tag,
  scope: "events:read",
  summary: "List events that could not be delivered",
  description:
    "Newest first: those that are tried again by themselves, and those that wait for a decision. " +
    "`Accept: text/csv` or `application/x-ndjson` exports the whole list.",
  query: z.strictObject({
    group: nameSchema
      .optional()
      .meta({ description: "Only what this group of consumers could not take." }),
    status: z
      .enum(["FAILED", "DEAD"])
      .optional()
      .meta({ description: "FAILED is tried again by itself, DEAD waits for a decision." }),
    event_type: nameSchema.optional().meta({ description: "Only events of this type." }),
    aggregate_ref: refSchema.optional().meta({ description: "Only events about this thing." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of them.", body: pageSchema(deadLetterSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});

export const getDeadLetterEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/dead-letters/{ref}",
  operationId: "getDeadLetter",
  tag,
  scope: "events:read",
  summary: "Read an event that could not be delivered",
  description: "With all that the event says.",
  params: path,
  replies: { 200: { description: "The dead letter.", body: deadLetterDetailsSchema } },
  problems: ["dead_letter_not_found"],
});

export const replayDeadLetterEndpoint = endpoint({
  method: "post",
  path: "/v1/admin/dead-letters/{ref}/replay",
  operationId: "replayDeadLetter",
  tag,
  scope: "events:write",
  summary: "Try a dead letter again",
  description:
    "Gives the event to its group now, and as often as a new one if it fails again. Once it is taken, it is no dead " +
    "letter any more, and what waits behind it follows.",
  params: path,
  body: z.strictObject({}),
  replies: { 200: { description: "It is tried again.", body: deadLetterSchema } },
  problems: ["dead_letter_not_found", "dead_letter_dropped"],
});

export const dropDeadLetterEndpoint = endpoint({
  method: "post",
  path: "/v1/admin/dead-letters/{ref}/drop",
  operationId: "dropDeadLetter",
  tag,
  scope: "events:write",
  summary: "Pass over a dead letter",
  description:
    "The group never takes this event, and what waits behind it follows. The event itself stays in the outbox. The audit " +
    "log passes over nothing: its dead letters can only be replayed.",
  params: path,
  body: z.strictObject({}),
  replies: { 200: { description: "It is passed over.", body: deadLetterSchema } },
  problems: ["dead_letter_not_found", "dead_letter_dropped", "dead_letter_undroppable"],
});
