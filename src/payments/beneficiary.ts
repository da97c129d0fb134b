import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

/** Where money may be sent. The whole number of the account is never shown again. */
export const beneficiarySchema = z.strictObject({
  beneficiary_ref: refSchema,
  owner_ref: refSchema,
  channel_code: z.string().meta({ examples: ["ID_BCA"] }),
  account_ends_in: z.string(),
  holder_name: z.string(),
  currency: currencySchema,
  status: z.enum(["ACTIVE", "REMOVED"]),
  created_at: momentSchema,
});

export type Beneficiary = z.output<typeof beneficiarySchema>;
