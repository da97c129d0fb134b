import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

/** One thing that was done with somebody's account, for them to read and to wonder about. */
export const activitySchema = z.strictObject({
  activity_ref: refSchema,
  activity_type: z
    .string()
    .meta({ description: "What was done, in the past tense.", examples: ["SESSION_OPENED"] }),
  metadata: z.record(z.string(), z.unknown()).meta({ description: "What more there is to say." }),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: momentSchema,
});

export type Activity = z.output<typeof activitySchema>;
