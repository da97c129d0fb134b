import { z } from "zod";
import type { EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { overlaySchema } from "./overlay.ts";
import { stageSettingsSchema } from "./stage-settings.ts";

const data = overlaySchema.omit({ name: true });
const aggregate = "overlay";
const version = 1;

/** What this module announces, each in the commit that made it true. The sequence is the version of the overlay or stage. */
export const overlayEvents: readonly EventSpec[] = [
  {
    type: "overlay.created",
    version,
    aggregate,
    data,
    description: "A streamer has another overlay.",
  },
  {
    type: "overlay.updated",
    version,
    aggregate,
    data,
    description: "An overlay shows something else, or otherwise.",
  },
  {
    type: "overlay.rotated",
    version,
    aggregate,
    data,
    description: "An overlay has a new link, and its older ones end.",
  },
  {
    type: "overlay.removed",
    version,
    aggregate,
    data,
    description: "An overlay is gone, and its links open nothing any more.",
  },
  {
    type: "stage.configured",
    version,
    aggregate: "stage",
    data: z.strictObject({ streamer_ref: refSchema, ...stageSettingsSchema.shape }),
    description: "A streamer's queue is played in another way.",
  },
];
