import type { z } from "zod";

/** A kind of fact that a module announces. Its payload holds refs, amounts and states, and nobody's words. */
export type EventSpec = {
  /** Past tense; the subject first. */
  readonly type: `${string}.${string}`;
  readonly version: number;
  readonly aggregate: string;
  readonly description: string;
  readonly data: z.ZodObject;
};
