/** Who may call whom. The table of docs/architecture.md is written from it, and the architecture test enforces it. */
export type Context = {
  readonly name: string;
  readonly owns: string;
  /** Whose faces it may import. Events may be imported by consumers besides. */
  readonly mayImport: readonly string[];
  /** Reads other contexts' events, and nothing else of them. */
  readonly isConsumer?: boolean;
};

export const contexts: readonly Context[] = [
  {
    name: "platform",
    owns: "ids, money, clock, problems, requests, idempotency, outbox, log",
    mayImport: [],
  },
  {
    name: "ledger",
    owns: "books, accounts, balances, journals, entries, holds, limits, seals",
    mayImport: ["platform"],
  },
  {
    name: "wallets",
    owns: "wallets, freezing and closing, balances, mutations, statements",
    mayImport: ["platform", "ledger"],
  },
  {
    name: "transactions",
    owns: "transfers, top-ups, withdrawals, reversals, bulk, holds, steps",
    mayImport: ["platform", "ledger", "wallets"],
  },
  { name: "identity", owns: "users, sessions, tokens, roles, API keys", mayImport: ["platform"] },
  {
    name: "payments",
    owns: "money in and out through providers",
    mayImport: ["platform", "ledger", "wallets", "transactions"],
  },
  {
    name: "donations",
    owns: "donation messages, tiers, moderation, goals",
    mayImport: ["platform", "ledger", "wallets", "transactions", "payments"],
  },
  {
    name: "overlays",
    owns: "overlay tokens, the dispatcher, the streamer's control",
    mayImport: ["platform", "ledger", "wallets", "transactions", "payments", "donations"],
  },
  {
    name: "webhooks",
    owns: "endpoints, deliveries, hooks, balance monitors",
    mayImport: ["platform"],
    isConsumer: true,
  },
  {
    name: "notifications",
    owns: "templates, channels, preferences",
    mayImport: ["platform"],
    isConsumer: true,
  },
  {
    name: "readmodels",
    owns: "projections, facts, snapshots, live balances",
    mayImport: ["platform"],
    isConsumer: true,
  },
  {
    name: "audit",
    owns: "the append-only log of events and denials",
    mayImport: ["platform"],
    isConsumer: true,
  },
  {
    name: "risk",
    owns: "scores that advise and never block",
    mayImport: ["platform"],
    isConsumer: true,
  },
  { name: "insights", owns: "facts for reports", mayImport: ["platform"], isConsumer: true },
  { name: "search", owns: "indexes of events", mayImport: ["platform"], isConsumer: true },
  { name: "customers", owns: "customers and what is known of them", mayImport: ["platform"] },
  {
    name: "accounts",
    owns: "bank contracts over wallets, their settings and statements",
    mayImport: ["platform", "ledger", "wallets", "transactions", "customers"],
  },
  {
    name: "loans",
    owns: "products, applications, schedules, repayments",
    mayImport: ["platform", "ledger", "wallets", "transactions", "customers", "accounts"],
  },
  {
    name: "reconciliation",
    owns: "matching of our books with others'",
    mayImport: ["platform", "ledger", "wallets", "transactions", "payments"],
  },
  { name: "assistant", owns: "conversations and intents", mayImport: ["platform"] },
  { name: "vault", owns: "personal data under tokens", mayImport: ["platform"] },
];

/** Files that know every context: the Worker's entrances and what they are made of. */
export const compositionRoot: readonly string[] = [
  "app",
  "catalogue",
  "config",
  "donation-charges",
  "donation-media",
  "dev-mailbox",
  "index",
  "meta",
  "metrics",
  "overlay-stages",
  "rate-limits",
  "schedules",
  "services",
  "subscriptions",
  "version",
  "wallet-lanes",
  "webhook-senders",
  "worker-services",
].map((name) => `src/${name}.ts`);
