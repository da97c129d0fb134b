import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { amountTextSchema, currencySchema } from "../platform/money.ts";

export const goalTitleSchema = z
  .string()
  .trim()
  .min(1, "At least 1 character.")
  .max(100, "At most 100 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
  .meta({ examples: ["A new microphone"] });

export const milestonesSchema = z
  .array(z.strictObject({ title: goalTitleSchema, amount: amountTextSchema }))
  .max(10);

/** What of a goal is announced. */
export const goalFacts = {
  goal_ref: refSchema,
  streamer_ref: refSchema,
  currency: currencySchema,
  target: z.string(),
  starting_amount: z.string(),
  current: z.string().meta({ description: "What it began with and what was given since." }),
  version: z.int(),
  created_at: momentSchema,
  updated_at: momentSchema,
  reached_at: momentSchema.nullable(),
  ended_at: momentSchema.nullable(),
};

/** What a streamer collects for, as it is shown. */
export const goalSchema = z.strictObject({
  ...goalFacts,
  title: z.string(),
  milestones: z.array(
    z.strictObject({ title: z.string(), amount: z.string(), is_reached: z.boolean() }),
  ),
});

export type Goal = z.output<typeof goalSchema>;
