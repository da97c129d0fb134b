import type { z } from "zod";
import {
  amountTextSchema,
  currencySchema,
  describeAmountFault,
  type Money,
  parseAmount,
} from "../platform/money.ts";

/** An amount that bounds what may happen. Zero is one: it allows nothing. */
export const boundFields = { amount: amountTextSchema, currency: currencySchema };

export type Bound = { readonly amount: string; readonly currency: string };

/** Names the fault of an amount beside the faults of the other fields. */
export function checkBound(body: Bound, context: z.RefinementCtx): void {
  const amount = parseAmount(body.amount, body.currency);
  if (typeof amount === "bigint") return;
  const message = describeAmountFault(amount, body.currency);
  context.addIssue({ code: "custom", path: ["amount"], message });
}

/** The bound that a checked body names. */
export function boundOf({ amount: text, currency }: Bound): Money {
  const amount = parseAmount(text, currency);
  if (typeof amount !== "bigint") throw new Error("The amount was not checked.");
  return { amount, currency };
}
