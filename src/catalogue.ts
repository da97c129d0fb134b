import { ledgerRoutes } from "./ledger/index.ts";
import type { EndpointSpec } from "./platform/endpoint.ts";
import { platformCatalogue } from "./platform/errors.ts";
import type { EventSpec } from "./platform/events.ts";
import type { Catalogue } from "./platform/problem.ts";
import { walletEvents } from "./wallets/events.ts";
import { walletCatalogue, walletsRoutes } from "./wallets/index.ts";

/** Everything that Saku answers, refuses and announces: what the reference, the documents and their tests are made of. */
export const endpoints: readonly EndpointSpec[] = [
  ...walletsRoutes.endpoints,
  ...ledgerRoutes.endpoints,
];

export const events: readonly EventSpec[] = [...walletEvents];

export const cataloguesByContext: Readonly<Record<string, Catalogue>> = {
  platform: platformCatalogue,
  wallets: walletCatalogue,
};

export const tags: Readonly<Record<string, string>> = {
  Wallets: "A wallet is the product over one ledger account: what an owner holds in one currency.",
  Ledger: "The accounts behind everything, for auditors.",
  Service: "What runs here, and whether it can serve.",
};
