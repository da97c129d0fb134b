import { describeAmountFault, type Money, parsePositiveAmount } from "../platform/money.ts";
import { validationProblem } from "../platform/validation.ts";

/** The amount of a body in minor units, or its fault at its place. */
export function moneyOf(amountText: string, currency: string): Money {
  const amount = parsePositiveAmount(amountText, currency);
  if (typeof amount === "bigint") return { amount, currency };
  const message = describeAmountFault(amount, currency);
  throw validationProblem([{ in: "body", pointer: "/amount", message }]);
}
