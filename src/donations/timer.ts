import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

/** A countdown that donations lengthen. */
export const timerSchema = z.strictObject({
  streamer_ref: refSchema,
  unit_amount: z.string().meta({ description: "Each whole one of this adds the seconds." }),
  currency: currencySchema,
  seconds_per_unit: z.int(),
  ends_at: momentSchema.nullable().meta({ description: "Null where it stands." }),
  remaining_seconds: z.int().nullable().meta({ description: "Null where it runs." }),
  latest_end_at: momentSchema.nullable(),
  version: z.int(),
  updated_at: momentSchema,
});

export type Timer = z.output<typeof timerSchema>;
