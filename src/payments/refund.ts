import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

export const refundSchema = z.strictObject({
  refund_ref: refSchema,
  charge_ref: refSchema,
  amount: z.string(),
  net_amount: z.string().nullable().meta({ description: "The payee's part; null until posted." }),
  fee_amount: z
    .string()
    .nullable()
    .meta({ description: "The platform's part; null until posted." }),
  currency: currencySchema,
  status: z.enum(["REQUESTED", "SENT", "COMPLETED", "FAILED"]),
  reason: z.string().nullable(),
  failure_reason: z.string().nullable(),
  transaction_ref: refSchema.nullable(),
  created_at: momentSchema,
  completed_at: momentSchema.nullable(),
});

export type Refund = z.output<typeof refundSchema>;
