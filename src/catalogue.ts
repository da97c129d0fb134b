import { auditRoutes } from "./audit/index.ts";
import { donationEvents } from "./donations/events.ts";
import { donationCatalogue, donationsRoutes } from "./donations/index.ts";
import { identityEvents } from "./identity/events.ts";
import { identityCatalogue, identityRoutes } from "./identity/index.ts";
import { ledgerCatalogue, ledgerRoutes } from "./ledger/index.ts";
import { metricsRoutes } from "./metrics.ts";
import { overlayEvents } from "./overlays/events.ts";
import { overlayCatalogue, overlaysRoutes } from "./overlays/index.ts";
import { paymentEvents } from "./payments/events.ts";
import { paymentCatalogue, paymentsRoutes } from "./payments/index.ts";
import { deadLetterCatalogue } from "./platform/dead-letter-errors.ts";
import { deadLetterEvents } from "./platform/dead-letter-events.ts";
import { eventRoutes } from "./platform/dead-letter-routes.ts";
import type { EndpointSpec } from "./platform/endpoint.ts";
import { platformCatalogue } from "./platform/errors.ts";
import type { EventSpec } from "./platform/events.ts";
import type { Catalogue } from "./platform/problem.ts";
import { readmodelEvents } from "./readmodels/events.ts";
import { readmodelCatalogue, readmodelsRoutes } from "./readmodels/index.ts";
import { transactionEvents } from "./transactions/events.ts";
import { transactionCatalogue, transactionsRoutes } from "./transactions/index.ts";
import { walletEvents } from "./wallets/events.ts";
import { walletCatalogue, walletsRoutes } from "./wallets/index.ts";
import { webhookEvents } from "./webhooks/events.ts";
import { webhooksCatalogue, webhooksRoutes } from "./webhooks/index.ts";

/** Everything that Saku answers, refuses and announces: what the reference, the documents and their tests are made of. */
export const endpoints: readonly EndpointSpec[] = [
  ...identityRoutes.endpoints,
  ...walletsRoutes.endpoints,
  ...transactionsRoutes.endpoints,
  ...paymentsRoutes.endpoints,
  ...donationsRoutes.endpoints,
  ...overlaysRoutes.endpoints,
  ...ledgerRoutes.endpoints,
  ...eventRoutes.endpoints,
  ...readmodelsRoutes.endpoints,
  ...auditRoutes.endpoints,
  ...metricsRoutes.endpoints,
  ...webhooksRoutes.endpoints,
];

export const events: readonly EventSpec[] = [
  ...identityEvents,
  ...walletEvents,
  ...transactionEvents,
  ...readmodelEvents,
  ...webhookEvents,
  ...deadLetterEvents,
  ...paymentEvents,
  ...donationEvents,
  ...overlayEvents,
];

export const cataloguesByContext: Readonly<Record<string, Catalogue>> = {
  platform: { ...platformCatalogue, ...deadLetterCatalogue },
  identity: identityCatalogue,
  ledger: ledgerCatalogue,
  wallets: walletCatalogue,
  transactions: transactionCatalogue,
  readmodels: readmodelCatalogue,
  webhooks: webhooksCatalogue,
  payments: paymentCatalogue,
  donations: donationCatalogue,
  overlays: overlayCatalogue,
};

export const tags: Readonly<Record<string, string>> = {
  Authentication:
    "Proving who is calling: accounts, sessions, passwords and second factors.\n\n" +
    "**Step-up.** What gives lasting power, such as a new address, an authenticator app, an API key, a role or a " +
    "beneficiary, and a payout that is asked for without a key, is done for somebody who proved within the last five " +
    "minutes who they are; otherwise it is refused with `step_up_required`. " +
    "Whoever has an authenticator app sends its code to `POST /v1/auth/step-up`. Whoever has none asks " +
    "`POST /v1/auth/step-up/request` for a code by mail, and sends it to `POST /v1/auth/step-up` together with the " +
    "`otp_ref` of that answer. Both are answered with the tokens of a new session in the place of the old one: send the " +
    "refused request again with the new access token, and go on with it.",
  "API keys": "Keys for services, and the public keys that access tokens are verified with.",
  People: "Who may log in, and what as: for operators.",
  Account: "A person's own profile, preferences and activities.",
  Wallets: "A wallet is the product over one ledger account: what an owner holds in one currency.",
  Transactions: "One business operation that moves money, and everything that became of it.",
  Payments: "Money in and out through providers: charges, refunds, payouts, and what was odd.",
  Donating: "A streamer's page, for whoever wants to give something: no account is needed.",
  Donations: "A streamer's side: rules, moderation, goals, the countdown, and what was given.",
  Overlays: "What a stream shows: links for OBS, and the stage behind them.",
  Ledger: "The accounts behind everything, for auditors.",
  Audit: "What happened, what was denied and who looked: for auditors, and beyond anybody's reach.",
  Analytics: "What is kept for reports, built from events: for operators and auditors.",
  Projections: "How read models stand, and how they are built anew.",
  Webhooks:
    "Telling receivers of yours what happens, and what came of it.\n\n" +
    "**Signatures.** Any library of Standard Webhooks checks them: give it the secret (`whsec_...`), the body as it came, " +
    "byte by byte, and the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. The same `webhook-id` may " +
    "come again: take it once.",
  "Balance monitors": "Conditions on what a wallet holds, announced when they come to be met.",
  Hooks: "Receivers that are asked before transactions or told after them: for operators.",
  Events: "How what happened reaches those who must know, and what could not be delivered.",
  Service: "What runs here, and whether it can serve.",
};
