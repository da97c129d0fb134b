import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { providerNames } from "./charge.ts";

export const feePercentageSchema = z
  .string()
  .regex(/^0(?:\.\d{1,4})?$/, 'Expected a fraction with at most four decimals, such as "0.0500".')
  .meta({ examples: ["0.0500"], description: "A fraction: 0.0500 is 5 %." });

export const feeRateSchema = z.strictObject({
  fee_rate_ref: refSchema,
  payee_ref: refSchema.nullable().meta({ description: "Null: for everybody." }),
  provider: z.enum(providerNames).nullable().meta({ description: "Null: whichever it is." }),
  currency: currencySchema,
  fee_fixed: z.string(),
  fee_percentage: feePercentageSchema,
  version: z.int(),
  updated_at: momentSchema,
});

export type StoredFeeRate = z.output<typeof feeRateSchema>;
