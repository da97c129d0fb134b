/** The problem catalogue that the pages are tested with. */
export const problemsFixture = [
  {
    code: "insufficient_funds",
    status: 422,
    title: "Insufficient funds",
    context: "ledger",
    detail: "The wallet holds less than the request needs. No money moved.",
    remedy: "Top up the wallet, or send less. A new attempt needs a new `Idempotency-Key`.",
    fields: [
      { name: "wallet_ref", description: "The wallet that is short." },
      { name: "required", description: "What the request needs." },
      { name: "available", description: "What there is." },
    ],
  },
  {
    code: "wallet_not_found",
    status: 404,
    title: "Wallet not found",
    context: "wallets",
    detail: "There is no wallet with this ref, or it belongs to somebody else.",
    remedy: "Check the ref. Only the owner's key sees a wallet.",
    fields: [],
  },
  {
    code: "database_unavailable",
    status: 503,
    title: "The database does not answer",
    context: "platform",
    detail: "The request could not be carried out.",
    remedy: "Send it again after `Retry-After` with the same `Idempotency-Key`.",
    fields: [],
  },
];
