import {
  bigint,
  boolean,
  customType,
  numeric,
  pgSchema,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

const ledgerSchema = pgSchema("ledger");

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

const minorUnits = (name: string) => numeric(name, { precision: 38, scale: 0, mode: "bigint" });

/** A group of accounts with its own trial balance. */
export const books = ledgerSchema.table("books", {
  id: uuid("id").primaryKey(),
  bookRef: text("book_ref").notNull(),
  name: text("name").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
});

/** What an account is; what it holds stands in its balances. */
export const accounts = ledgerSchema.table("accounts", {
  id: uuid("id").primaryKey(),
  accountRef: text("account_ref").notNull(),
  bookId: uuid("book_id").notNull(),
  ownerType: text("owner_type").notNull(),
  // A ref and never a join: the ledger knows no other context.
  ownerRef: text("owner_ref").notNull(),
  currency: text("currency").notNull(),
  alias: text("alias"),
  debitBlocked: boolean("debit_blocked").notNull(),
  creditBlocked: boolean("credit_blocked").notNull(),
  closed: boolean("closed").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  isStriped: boolean("is_striped").notNull(),
  hasLimits: boolean("has_limits").notNull(),
});

/** The hot row of an account, or one of its stripes: a checked cache of its entries. */
export const balances = ledgerSchema.table("balances", {
  accountId: uuid("account_id").notNull(),
  stripe: smallint("stripe").notNull(),
  postedDebits: minorUnits("posted_debits").notNull(),
  postedCredits: minorUnits("posted_credits").notNull(),
  pendingDebits: minorUnits("pending_debits").notNull(),
  pendingCredits: minorUnits("pending_credits").notNull(),
  minAvailable: minorUnits("min_available"),
  version: bigint("version", { mode: "bigint" }).notNull(),
  lastEntryAt: timestamp("last_entry_at", { withTimezone: true }),
  revision: bigint("revision", { mode: "bigint" }).notNull(),
  hasConditions: boolean("has_conditions").notNull(),
});

export const journalKinds = ["POST", "CAPTURE", "REVERSAL"] as const;

/** A balanced set of entries, for ever as it was written. */
export const journals = ledgerSchema.table("journals", {
  journalRef: text("journal_ref").primaryKey(),
  transactionRef: text("transaction_ref").notNull(),
  kind: text("kind", { enum: journalKinds }).notNull(),
  effectiveAt: timestamp("effective_at", { withTimezone: true }).notNull(),
  recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull(),
  transactionXid: xid8("transaction_xid").notNull(),
});

export const directions = ["DEBIT", "CREDIT"] as const;

/** What a journal did to an account: its n-th entry is its n-th version. */
export const entries = ledgerSchema.table("entries", {
  accountId: uuid("account_id").notNull(),
  stripe: smallint("stripe").notNull(),
  accountVersion: bigint("account_version", { mode: "bigint" }).notNull(),
  journalRef: text("journal_ref").notNull(),
  position: smallint("position").notNull(),
  direction: text("direction", { enum: directions }).notNull(),
  amount: minorUnits("amount").notNull(),
  currency: text("currency").notNull(),
  balanceAfter: minorUnits("balance_after").notNull(),
  recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull(),
  effectiveAt: timestamp("effective_at", { withTimezone: true }),
});
