import { describeAmountFault, parseAmount } from "../platform/money.ts";
import { type Fault, validationProblem } from "../platform/validation.ts";
import type { TransactionFilters } from "./list-transactions.ts";

type Query = Omit<TransactionFilters, "amount_min" | "amount_max" | "metadata"> & {
  readonly amount_min?: string | undefined;
  readonly amount_max?: string | undefined;
  readonly metadata?: string | undefined;
};

/** The filters of a query that was parsed field by field; amounts need their currency beside them. */
export function filtersOf({
  amount_min,
  amount_max,
  metadata,
  ...rest
}: Query): TransactionFilters {
  const faults: Fault[] = [];
  const amountOf = (name: string, text: string | undefined): bigint | undefined => {
    if (text === undefined) return undefined;
    const amount = parseAmount(text, rest.currency ?? "");
    if (typeof amount === "bigint") return amount;
    const message = describeAmountFault(amount, rest.currency ?? "");
    faults.push({ in: "query", pointer: `/${name}`, message });
    return undefined;
  };
  const filters = {
    ...rest,
    amount_min: amountOf("amount_min", amount_min),
    amount_max: amountOf("amount_max", amount_max),
    metadata: pairOf(metadata),
  };
  if (faults.length > 0) throw validationProblem(faults);
  return filters;
}

function pairOf(text: string | undefined): TransactionFilters["metadata"] {
  if (text === undefined) return undefined;
  const colon = text.indexOf(":");
  return { key: text.slice(0, colon), value: text.slice(colon + 1) };
}
