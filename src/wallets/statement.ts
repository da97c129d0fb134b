import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { currencySchema } from "../platform/money.ts";
import { statementLineSchema } from "./mutation.ts";

/** The entries of a range of versions, between the balances before and after them. */
export const statementSchema = z.strictObject({
  wallet_ref: refSchema,
  currency: currencySchema,
  from_version: z.int().meta({ description: "The first line's version." }),
  to_version: z.int().meta({
    description: "The last line's version; one less than from_version where there are no lines.",
  }),
  opening_balance: z.string(),
  total_credits: z.string(),
  total_debits: z.string(),
  closing_balance: z
    .string()
    .meta({ description: "opening_balance + total_credits - total_debits." }),
  lines: z.array(statementLineSchema).meta({ description: "Oldest first." }),
});

export type Statement = z.output<typeof statementSchema>;

/** The columns of a statement as a table. */
export const statementColumns = [
  "line",
  ...Object.keys(statementLineSchema.shape),
  "currency",
  "wallet_ref",
] as const;

type StatementRow = Readonly<Record<string, unknown>>;

/** The same statement as rows: its lines between its figures, each row saying by `line` what it is. */
export function statementRowsOf(statement: Statement): StatementRow[] {
  const { wallet_ref, currency } = statement;
  const figure = (line: string, figures: StatementRow) => ({
    line,
    ...figures,
    currency,
    wallet_ref,
  });
  return [
    figure("OPENING", { balance_after: statement.opening_balance }),
    ...statement.lines.map((entry) => figure("ENTRY", entry)),
    figure("TOTAL", { mutation_type: "CREDIT", amount: statement.total_credits }),
    figure("TOTAL", { mutation_type: "DEBIT", amount: statement.total_debits }),
    figure("CLOSING", { balance_after: statement.closing_balance }),
  ];
}
