import type { z } from "zod";
import { refSchema } from "./ids.ts";

/** A kind of fact that a module announces. Its payload holds refs, amounts and states, and nobody's words. */
export type EventSpec = {
  /** Past tense; the subject first. */
  readonly type: `${string}.${string}`;
  readonly version: number;
  readonly aggregate: string;
  readonly description: string;
  readonly data: z.ZodObject;
};

/** Who did it, for auditors: an operator may change what is another's. */
export const actedBySchema = refSchema.nullish().meta({
  description:
    "Who did it; null for what followed by itself. Webhooks say it to those alone who are told everything.",
});
