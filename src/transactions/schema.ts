import {
  bigint,
  boolean,
  integer,
  jsonb,
  numeric,
  pgSchema,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { TransactionType } from "./command.ts";
import type { TransactionStatus } from "./transaction.ts";

const schema = pgSchema("transactions");
const minorUnits = (name: string) => numeric(name, { precision: 38, scale: 0, mode: "bigint" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

// The types of the queries; the truth is in migrations/, and a test compares the two.
export const transactions = schema.table("transactions", {
  transactionRef: text("transaction_ref").notNull(),
  type: text("type").$type<TransactionType>().notNull(),
  status: text("status").$type<TransactionStatus>().notNull(),
  requestedBy: text("requested_by").notNull(),
  amount: minorUnits("amount").notNull(),
  currency: text("currency").notNull(),
  sourceWalletRef: text("source_wallet_ref"),
  destinationWalletRef: text("destination_wallet_ref"),
  isHold: boolean("is_hold").notNull(),
  journalRef: text("journal_ref"),
  originalRef: text("original_ref"),
  reversedAmount: minorUnits("reversed_amount").notNull(),
  reference: text("reference"),
  description: text("description"),
  metadata: jsonb("metadata").$type<Record<string, string>>(),
  details: jsonb("details").$type<Record<string, unknown>>(),
  effectiveAt: moment("effective_at"),
  scheduledFor: moment("scheduled_for"),
  failure: jsonb("failure").$type<{ code: string; fields?: Record<string, unknown> }>(),
  version: bigint("version", { mode: "number" }).notNull(),
  createdAt: moment("created_at").notNull(),
  completedAt: moment("completed_at"),
});

export const participants = schema.table("participants", {
  walletRef: text("wallet_ref").notNull(),
  transactionRef: text("transaction_ref").notNull(),
});

export const transactionReversals = schema.table("transaction_reversals", {
  reversalRef: text("reversal_ref").notNull(),
  originalRef: text("original_ref").notNull(),
  amount: minorUnits("amount").notNull(),
  reason: text("reason"),
  reversedBy: text("reversed_by").notNull(),
  reversedAt: moment("reversed_at").notNull(),
});

export const transactionAudit = schema.table("transaction_audit", {
  transactionRef: text("transaction_ref").notNull(),
  version: bigint("version", { mode: "number" }).notNull(),
  auditEvent: text("audit_event").$type<"STATUS_UPDATED" | "REVERSED">().notNull(),
  oldStatus: text("old_status").$type<TransactionStatus>().notNull(),
  newStatus: text("new_status").$type<TransactionStatus>().notNull(),
  reversedAmount: minorUnits("reversed_amount").notNull(),
  changedAt: moment("changed_at").notNull(),
});

export const scheduledCommands = schema.table("scheduled_commands", {
  transactionRef: text("transaction_ref").notNull(),
  dueAt: moment("due_at").notNull(),
  attempts: integer("attempts").notNull(),
  command: jsonb("command").$type<Record<string, unknown>>().notNull(),
});

export type TransactionRow = typeof transactions.$inferSelect;
