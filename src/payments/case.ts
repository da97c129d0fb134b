import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { caseResolutions } from "./resolutions.ts";

export const caseKinds = [
  "MOVEMENT_REFUSED",
  "REFUND_UNANSWERED",
  "PAYOUT_UNANSWERED",
  "LEDGER_DIFFERS",
  "PROVIDER_DIFFERS",
] as const;

/** What goes on only by somebody's decision. */
export const caseSchema = z.strictObject({
  case_ref: refSchema,
  kind: z.enum(caseKinds).meta({
    description:
      "MOVEMENT_REFUSED: the ledger refuses a posting. REFUND_UNANSWERED, PAYOUT_UNANSWERED: the provider has not done it for days. " +
      "LEDGER_DIFFERS, PROVIDER_DIFFERS: what is written down is not what they say.",
  }),
  subject_ref: refSchema.meta({ description: "The movement, refund, payout or charge." }),
  fault: z.looseObject({ code: z.string() }).meta({ description: "What is wrong, by its code." }),
  resolution: z
    .enum(["PASSED", ...caseResolutions])
    .nullable()
    .meta({ description: "PASSED by itself, or what somebody decided; null while it is open." }),
  wallet_ref: refSchema.nullable().meta({ description: "Where REDIRECT sent the money." }),
  external_reference: z.string().nullable().meta({
    description: "What CONFIRM named: the payout, as its provider calls it.",
  }),
  amount: z.string().nullable().meta({
    description: "What CONFIRM named: how much the payer's bank has taken.",
  }),
  opened_at: momentSchema,
  closed_at: momentSchema.nullable(),
});

export type Case = z.output<typeof caseSchema>;
