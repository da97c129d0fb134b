import {
  bigint,
  boolean,
  numeric,
  pgSchema,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

const ledgerSchema = pgSchema("ledger");

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
});
