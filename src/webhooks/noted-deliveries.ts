import { z } from "zod";

const consumedSchema = z.object({ deliveries: z.int() });

/** How many deliveries webhooks.consume has put in line, by what it answered. */
export function notedDeliveries(result: unknown): number {
  return consumedSchema.parse(result).deliveries;
}
