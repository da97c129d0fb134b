import { bigint, pgSchema, text, timestamp, uuid } from "drizzle-orm/pg-core";

export const walletTypes = ["CASH", "PENDING", "PLATFORM"] as const;
export const walletStatuses = ["ACTIVE", "FROZEN", "CLOSED"] as const;
export const freezeModes = ["ALL", "DEBIT_ONLY", "CREDIT_ONLY"] as const;

const walletsSchema = pgSchema("wallets");

/** A wallet holds no money: its balance is the balance of its ledger account. */
export const wallets = walletsSchema.table("wallets", {
  // Joins inside this schema only; what leaves is the ref.
  id: uuid("id").primaryKey(),
  walletRef: text("wallet_ref").notNull(),
  ownerRef: text("owner_ref").notNull(),
  // Refers to ledger.accounts by value; a foreign key would tie the two schemas together.
  accountRef: text("account_ref").notNull(),
  type: text("type", { enum: walletTypes }).notNull(),
  currency: text("currency").notNull(),
  name: text("name").notNull(),
  slug: text("slug").notNull(),
  status: text("status", { enum: walletStatuses }).notNull(),
  freezeMode: text("freeze_mode", { enum: freezeModes }),
  version: bigint("version", { mode: "number" }).notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
  closedAt: timestamp("closed_at", { withTimezone: true }),
});

export type WalletRow = typeof wallets.$inferSelect;
export type WalletType = (typeof walletTypes)[number];
export type FreezeMode = (typeof freezeModes)[number];
