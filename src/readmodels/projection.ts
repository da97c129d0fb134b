import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

export const projectionNames = [
  "daily_wallet_snapshot",
  "ledger_entries_view",
  "transaction_facts",
  "wallet_balances_view",
] as const;

export type ProjectionName = (typeof projectionNames)[number];

export const projectionNameSchema = z.enum(projectionNames);

/** How a projection stands, and how far its last rebuild has come. */
export const projectionSchema = z.strictObject({
  name: projectionNameSchema,
  state: z
    .enum(["LIVE", "REBUILDING"])
    .meta({ description: "A projection that is rebuilt goes on being read." }),
  as_of: momentSchema.meta({ description: "When the newest event that it has taken was written." }),
  time_zone: z
    .string()
    .nullable()
    .meta({ description: "Whose days are business days; null where there are none." }),
  rebuild: z
    .strictObject({
      rebuild_ref: refSchema,
      events_read: z.int(),
      events_expected: z.int().meta({ description: "An estimate." }),
      started_at: momentSchema,
      finished_at: momentSchema.nullable(),
    })
    .nullable()
    .meta({ description: "The last rebuild, done or under way; null if there was none." }),
});

export type Projection = z.output<typeof projectionSchema>;
