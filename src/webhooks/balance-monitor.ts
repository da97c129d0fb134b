import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

export const measures = ["BALANCE", "AVAILABLE", "PENDING", "DEBITS", "CREDITS"] as const;
export const operators = [">", ">=", "<", "<=", "="] as const;

/** A condition on what a wallet holds. */
export const balanceMonitorSchema = z.strictObject({
  monitor_ref: refSchema,
  owner_ref: refSchema,
  wallet_ref: refSchema,
  measure: z.enum(measures).meta({
    description:
      "PENDING is what the wallet has promised; DEBITS and CREDITS are what has left and come since the monitor was made.",
  }),
  operator: z.enum(operators),
  threshold: z.string(),
  hysteresis: z.string().meta({
    description:
      "How far beyond the threshold the value has to go back before the monitor may trigger again.",
  }),
  currency: currencySchema,
  value: z.string().meta({ description: "The measure as it was seen last." }),
  is_armed: z.boolean().meta({ description: "Whether it triggers when the condition is met." }),
  triggers: z.int().meta({ description: "How often it has triggered." }),
  triggered_at: momentSchema.nullable(),
  version: z.int(),
  created_at: momentSchema,
});

export type BalanceMonitor = z.output<typeof balanceMonitorSchema>;
