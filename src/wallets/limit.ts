import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { mutationTypes } from "./mutation.ts";

export const limitPeriods = ["TRANSACTION", "DAY", "MONTH"] as const;

/** What was decided about a limit: what is told of it in events. */
export const limitFacts = {
  limit_ref: refSchema,
  direction: z.enum(mutationTypes).meta({
    description: "DEBIT bounds what leaves the wallet, CREDIT what enters it.",
  }),
  period: z.enum(limitPeriods).meta({
    description:
      "Within what the amounts are added up: one transaction, or a calendar day or month.",
  }),
  amount: z.string().meta({ examples: ["5000000"] }),
  currency: currencySchema,
  time_zone: z.string().meta({
    description: "Whose calendar it is: an IANA time zone.",
    examples: ["Asia/Jakarta"],
  }),
};

/** A limit of a wallet, with what is used of it in the window that lasts now. */
export const limitSchema = z.strictObject({
  wallet_ref: refSchema,
  ...limitFacts,
  used: z.string().meta({
    description: "In the present window, since the limit was set; what was given back is not used.",
  }),
  remaining: z.string().meta({ description: "What may still move in the present window." }),
  window_start: momentSchema.nullable().meta({ description: "Null where it is by transaction." }),
  window_end: momentSchema.nullable().meta({ description: "When the next window begins." }),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type Limit = z.output<typeof limitSchema>;
export type LimitPeriod = (typeof limitPeriods)[number];

// Area and place. Etc/GMT+7 is seven hours the other way, and EST5EDT knows one rule for all years: neither says where a
// midnight is. Which places there are is the database's knowledge, because it counts the days.
const timeZonePattern = /^(?:UTC|(?!Etc\/)[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_+-]*)+)$/;

export const timeZoneSchema = z
  .string()
  .regex(
    timeZonePattern,
    "Expected an IANA time zone by its place, such as Asia/Jakarta, or UTC. Offsets such as GMT+7 and " +
      "abbreviations such as EST5EDT do not say when the clocks change.",
  )
  .meta({ examples: ["Asia/Jakarta"] });
