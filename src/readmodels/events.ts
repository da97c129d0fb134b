import { z } from "zod";
import type { EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { projectionNameSchema } from "./projection.ts";

const facts = {
  rebuild_ref: refSchema,
  projection: projectionNameSchema,
  time_zone: z.string(),
};
const aggregate = "rebuild";
const version = 1;

/** What this module announces. */
export const readmodelEvents: readonly EventSpec[] = [
  {
    type: "projection.rebuild_started",
    version,
    aggregate,
    data: z.strictObject(facts),
    description: "A read model is being built anew from the events.",
  },
  {
    type: "projection.rebuild_abandoned",
    version,
    aggregate,
    data: z.strictObject({ ...facts, events_read: z.int() }),
    description: "An operator ended a rebuild that could not go on; the old read model stays.",
  },
  {
    type: "projection.rebuilt",
    version,
    aggregate,
    data: z.strictObject({ ...facts, events_read: z.int() }),
    description: "A read model that was built anew has taken the place of the old one.",
  },
];
