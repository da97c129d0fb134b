import { identityEvents } from "./identity/events.ts";
import { identityCatalogue, identityRoutes } from "./identity/index.ts";
import { ledgerCatalogue, ledgerRoutes } from "./ledger/index.ts";
import type { EndpointSpec } from "./platform/endpoint.ts";
import { platformCatalogue } from "./platform/errors.ts";
import type { EventSpec } from "./platform/events.ts";
import type { Catalogue } from "./platform/problem.ts";
import { transactionEvents } from "./transactions/events.ts";
import { transactionCatalogue, transactionsRoutes } from "./transactions/index.ts";
import { walletEvents } from "./wallets/events.ts";
import { walletCatalogue, walletsRoutes } from "./wallets/index.ts";

/** Everything that Saku answers, refuses and announces: what the reference, the documents and their tests are made of. */
export const endpoints: readonly EndpointSpec[] = [
  ...identityRoutes.endpoints,
  ...walletsRoutes.endpoints,
  ...transactionsRoutes.endpoints,
  ...ledgerRoutes.endpoints,
];

export const events: readonly EventSpec[] = [
  ...identityEvents,
  ...walletEvents,
  ...transactionEvents,
];

export const cataloguesByContext: Readonly<Record<string, Catalogue>> = {
  platform: platformCatalogue,
  identity: identityCatalogue,
  ledger: ledgerCatalogue,
  wallets: walletCatalogue,
  transactions: transactionCatalogue,
};

export const tags: Readonly<Record<string, string>> = {
  Authentication: "Proving who is calling: accounts, sessions, passwords and second factors.",
  "API keys": "Keys for services, and the public keys that access tokens are verified with.",
  People: "Who may log in, and what as: for operators.",
  Account: "A person's own profile, preferences and activities.",
  Wallets: "A wallet is the product over one ledger account: what an owner holds in one currency.",
  Transactions: "One business operation that moves money, and everything that became of it.",
  Ledger: "The accounts behind everything, for auditors.",
  Service: "What runs here, and whether it can serve.",
};
