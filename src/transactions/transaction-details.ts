import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema, formatAmount } from "../platform/money.ts";
import { transactionTypes } from "./command.ts";
import { transactionSchema, transactionStatuses } from "./transaction.ts";

const status = z.enum(transactionStatuses);

/** The seeds' two steps of a workflow. Here one commit takes both, but for a hold, whose second step is its capture. */
export const stepSchema = z.strictObject({
  step: z.enum(["WALLET", "LEDGER"]),
  status: z.enum(["PENDING", "SUCCESS", "FAILED"]),
  error_reason: z.string().nullable(),
  created_at: momentSchema,
});

export const holdSchema = z.strictObject({
  status: z.enum(["ACTIVE", "CAPTURED", "VOIDED", "EXPIRED"]),
  amount: z.string(),
  captured: z.string(),
  remaining: z.string(),
  expires_at: momentSchema.nullable(),
  ended_at: momentSchema.nullable(),
});

const failureSchema = z.strictObject({
  code: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
});

/** What the ledger function `transactions.describe` tells. */
export const describedSchema = transactionSchema
  .omit({ balances: true, expires_at: true, dry_run: true })
  .extend({
    reversed_amount: z.string(),
    is_hold: z.boolean(),
    failure: failureSchema.nullable(),
    hold: holdSchema.nullable(),
    legs: z.array(
      z.strictObject({
        account_ref: refSchema,
        wallet_ref: refSchema.nullable(),
        alias: z.string().nullable(),
        direction: z.enum(["DEBIT", "CREDIT"]),
        amount: z.string(),
        currency: currencySchema,
      }),
    ),
    reversals: z.array(
      z.strictObject({
        transaction_ref: refSchema,
        amount: z.string(),
        reason: z.string().nullable(),
        reversed_at: momentSchema,
      }),
    ),
    acts: z
      .array(
        z.strictObject({
          transaction_ref: refSchema,
          type: z.enum(transactionTypes),
          status,
          amount: z.string(),
          created_at: momentSchema,
        }),
      )
      .meta({ description: "The captures, voids and reversals that were asked of it." }),
    audit: z.array(
      z.strictObject({
        audit_event: z.enum(["CREATED", "STATUS_UPDATED", "REVERSED"]),
        old_status: status.nullable(),
        new_status: status,
        reversed_amount: z.string(),
        changed_at: momentSchema,
      }),
    ),
  });

export type Described = z.output<typeof describedSchema>;

/** A transaction with everything that is known of it. */
export const transactionDetailsSchema = describedSchema.extend({
  steps: z.array(stepSchema),
  lifecycle: z.enum(["PENDING", "SUCCESS", "FAILED", "REVERSED"]).meta({
    description: "The same state in four words.",
  }),
});

export type TransactionDetails = z.output<typeof transactionDetailsSchema>;
type Step = z.output<typeof stepSchema>;

/** Adds what follows from the facts: the steps, the shorter word for the state, and the first line of the audit. */
export function detailsOf(described: Described): TransactionDetails {
  const created = {
    audit_event: "CREATED" as const,
    old_status: null,
    new_status: firstStatusOf(described),
    reversed_amount: formatAmount(0n, described.currency),
    changed_at: described.created_at,
  };
  return {
    ...described,
    audit: [created, ...described.audit],
    steps: stepsOf(described),
    lifecycle: lifecycleOf(described),
  };
}

function firstStatusOf(described: Described): Described["status"] {
  return described.audit[0]?.old_status ?? described.status;
}

export function lifecycleOf(described: Pick<Described, "status" | "reversed_amount" | "amount">) {
  if (described.status === "FAILED") return "FAILED";
  if (described.status !== "COMPLETED") return "PENDING";
  return described.reversed_amount === described.amount && !/^[0.]+$/.test(described.amount)
    ? "REVERSED"
    : "SUCCESS";
}

function stepsOf(described: Described): Step[] {
  const { status: present, created_at, completed_at, failure, hold } = described;
  if (present === "INIT") return [];
  const failed = { status: "FAILED" as const, error_reason: failure?.code ?? null };
  const succeeded = { status: "SUCCESS" as const, error_reason: null };
  const ended = completed_at ?? created_at;
  if (present === "FAILED" && !hold) {
    return [{ step: "WALLET", ...failed, created_at: ended }];
  }
  const wallet: Step = { step: "WALLET", ...succeeded, created_at };
  if (present === "WALLET_OK") {
    return [wallet, { step: "LEDGER", status: "PENDING", error_reason: null, created_at }];
  }
  const outcome = present === "FAILED" ? failed : succeeded;
  return [wallet, { step: "LEDGER", ...outcome, created_at: ended }];
}
