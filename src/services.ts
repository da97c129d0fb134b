import { type AuditService, createAuditService } from "./audit/index.ts";
import { events } from "./catalogue.ts";
import type { Config } from "./config.ts";
import { chargesFor } from "./donation-charges.ts";
import { videosOf, voiceOf } from "./donation-media.ts";
import {
  createDonationsService,
  createTickets as createDonationTickets,
  type DonationsService,
  type MediaStore,
  mediaInMemory,
  type TextToSpeech,
} from "./donations/index.ts";
import {
  createAuthenticator,
  createDenialLog,
  createIdentityService,
  createPasswords,
  createProofs,
  createSigningKeys,
  type DeliverCode,
  type IdentityService,
  identitySecretsOf,
  noDelivery,
  passwordCostOf,
} from "./identity/index.ts";
import { createLedgerService, type LedgerService } from "./ledger/index.ts";
import {
  createOverlaysService,
  createStagesInMemory,
  createTickets,
  type OverlaysService,
  type Stages,
} from "./overlays/index.ts";
import {
  createPaymentsService,
  createProviders,
  defaultProviderOf,
  type PaymentsService,
} from "./payments/index.ts";
import type { ArchiveStore } from "./platform/archive-store.ts";
import { systemClock } from "./platform/clock.ts";
import { type Cursors, createCursors } from "./platform/cursor.ts";
import { type Database, openDatabase } from "./platform/database.ts";
import type { DenialLog } from "./platform/denials.ts";
import { createEventService, type EventDeps, type EventService } from "./platform/event-service.ts";
import { type Authenticate, createOperatorKeyCheck } from "./platform/operator-key.ts";
import { bucketsInMemory, createRateLimiter, type RateLimiter } from "./platform/rate-limit.ts";
import {
  type ConnectLive,
  createBalanceCopies,
  createReadmodelsService,
  type Edge,
  type Forwarders,
  noEdge,
  type ReadmodelsService,
} from "./readmodels/index.ts";
import { consumerGroups } from "./subscriptions.ts";
import {
  createTransactionsService,
  type Lanes,
  type TransactionsService,
} from "./transactions/index.ts";
import { createWalletsService, type WalletsService } from "./wallets/index.ts";
import { createWebhooksService, sendingOf, type WebhooksService } from "./webhooks/index.ts";

export type Services = {
  readonly authenticate: Authenticate;
  readonly cursors: Cursors;
  readonly database: Database;
  readonly denials: DenialLog;
  readonly events: EventService;
  readonly limits: RateLimiter;
  readonly identity: IdentityService;
  readonly ledger: LedgerService;
  readonly wallets: WalletsService;
  readonly transactions: TransactionsService;
  readonly readmodels: ReadmodelsService;
  readonly audit: AuditService;
  readonly webhooks: WebhooksService;
  readonly payments: PaymentsService;
  readonly donations: DonationsService;
  readonly overlays: OverlaysService;
};

/** What only the Worker's surroundings can do. */
export type Surroundings = {
  readonly limits: RateLimiter;
  readonly deliverCode: DeliverCode;
  /** Tells the relay that something was committed; nobody, where there is none. */
  readonly poke?: EventDeps["poke"];
  /** What follows once a group has taken events. */
  readonly onConsumed?: NonNullable<EventDeps["onConsumed"]>;
  /** Where copies of balances lie near to whoever reads them. */
  readonly edge?: Edge;
  readonly connectLive?: ConnectLive | null;
  /** Other stores of what is read. */
  readonly forwarders?: Forwarders;
  /** Where old months of the audit log and of events go; nowhere, where there is no bucket. */
  readonly archive?: ArchiveStore | null;
  /** Tells those who send webhooks that something came in line for them; the next minute does, where there is nobody. */
  readonly wakeSenders?: (deliveries: number) => Promise<void>;
  /** Where donations are shown. */
  readonly stages: Stages;
  /** Where speech lies that was made once, and who makes it. */
  readonly media: MediaStore;
  readonly voice: TextToSpeech;
};

/** Builds every service, in the order they depend on one another, for one event. Nothing is kept open. */
export function servicesOf(
  config: Config,
  lanesOf: (database: Database) => Lanes,
  given: Partial<Surroundings> = {},
): Services {
  const surroundings = { ...loneSurroundingsOf(config), ...given };
  const { limits, deliverCode, archive = null, edge = noEdge, connectLive = null } = surroundings;
  const { poke = null, onConsumed } = surroundings;
  const clock = systemClock;
  const database = openDatabase(config.DATABASE_URL, config.NEON_PROXY_URL);
  const cursors = createCursors(config.CURSOR_SECRET);
  const shared = { database, cursors, clock };

  const secrets = identitySecretsOf(config);
  const keys = createSigningKeys({ database, clock, secrets, environment: config.ENVIRONMENT });
  const cost = passwordCostOf(config.PASSWORD_COST);
  const passwords = createPasswords({ ...secrets, cost });
  const bootstrap = createOperatorKeyCheck(config.OPERATOR_KEY);

  const ledger = createLedgerService(shared);
  const copies = createBalanceCopies({ database, edge, clock });
  const wallets = createWalletsService({ ...shared, copies });
  const lanes = lanesOf(database);
  const webhooks = createWebhooksService({
    ...shared,
    ...sendingOf(config),
    eventTypes: events.map(({ type }) => type),
    wakeSenders: surroundings.wakeSenders ?? noWaking,
  });
  const transactions = createTransactionsService({
    ...shared,
    wallets,
    lanes,
    beforeTransactions: webhooks.askHooks,
  });
  return {
    authenticate: createAuthenticator({ database, keys, bootstrap }),
    cursors,
    database,
    denials: createDenialLog(database),
    events: createEventService({
      ...shared,
      groups: consumerGroups,
      archive,
      poke,
      ...(onConsumed && { onConsumed }),
    }),
    limits,
    identity: createIdentityService({ ...shared, secrets, keys, passwords, limits, deliverCode }),
    ledger,
    wallets,
    transactions,
    readmodels: createReadmodelsService({
      ...shared,
      requireWallet: wallets.get,
      connectLive,
      archive,
      forwarders: surroundings.forwarders ?? {},
    }),
    audit: createAuditService({ ...shared, archive }),
    webhooks,
    ...moneyInOf(config, { ...shared, wallets, transactions }, surroundings),
  };
}

/** What takes money from payers and shows what they gave. Charges and donations know each other by one call each way. */
function moneyInOf(
  config: Config,
  below: Pick<Services, "database" | "cursors" | "wallets" | "transactions">,
  { limits, stages, media, voice }: Surroundings,
): Pick<Services, "payments" | "donations" | "overlays"> {
  const clock = systemClock;
  const shared = { ...below, clock };
  const donations = createDonationsService({
    ...shared,
    limits,
    charges: chargesFor(() => payments),
    stage: stages,
    videos: videosOf(config),
    voice,
    media,
    tickets: createDonationTickets(config.CURSOR_SECRET, clock),
  });
  const payments: PaymentsService = createPaymentsService({
    ...shared,
    limits,
    proofs: createProofs(clock),
    providers: createProviders(config.PAYMENT_PROVIDERS, clock),
    defaultProvider: defaultProviderOf(config.PAYMENT_PROVIDERS),
    siteUrl: config.SITE_URL,
    onCharge: (charge) => donations.handleCharge(charge),
  });
  const tickets = createTickets(config.CURSOR_SECRET);
  return {
    payments,
    donations,
    overlays: createOverlaysService({ ...shared, limits, stages, tickets }),
  };
}

async function noWaking(): Promise<void> {}

/** A process that is alone: its own memory is exact, and it delivers to nobody. */
function loneSurroundingsOf(config: Config): Surroundings {
  return {
    limits: createRateLimiter(config.RATE_LIMITS, bucketsInMemory(systemClock), systemClock),
    deliverCode: noDelivery,
    stages: createStagesInMemory(systemClock),
    media: mediaInMemory(),
    voice: voiceOf(config, null),
  };
}
