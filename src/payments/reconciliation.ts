import { z } from "zod";
import { caseKinds } from "./case.ts";

/** What was found that does not agree, by its kind, and how much waits to be compared. */
export const reconciliationSchema = z.strictObject({
  open_cases: z.partialRecord(z.enum(caseKinds), z.int()).meta({
    description: "How many cases are open, by their kind; a kind without any is left out.",
  }),
  quarantined_notifications: z.int(),
  charges_due: z.int().meta({ description: "Charges that wait to be compared." }),
  payouts_due: z.int().meta({ description: "Payouts that wait to be compared." }),
});

export type Reconciliation = z.output<typeof reconciliationSchema>;
