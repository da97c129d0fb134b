import type { Config } from "./config.ts";
import {
  createAuthenticator,
  createDenialLog,
  createIdentityService,
  createPasswords,
  createSigningKeys,
  type DeliverCode,
  type IdentityService,
  identitySecretsOf,
  noDelivery,
  passwordCostOf,
} from "./identity/index.ts";
import { createLedgerService, type LedgerService } from "./ledger/index.ts";
import { systemClock } from "./platform/clock.ts";
import { type Cursors, createCursors } from "./platform/cursor.ts";
import { type Database, openDatabase } from "./platform/database.ts";
import type { DenialLog } from "./platform/denials.ts";
import { type Authenticate, createOperatorKeyCheck } from "./platform/operator-key.ts";
import { bucketsInMemory, createRateLimiter, type RateLimiter } from "./platform/rate-limit.ts";
import {
  createTransactionsService,
  type Lanes,
  type TransactionsService,
} from "./transactions/index.ts";
import { createWalletsService, type WalletsService } from "./wallets/index.ts";

export type Services = {
  readonly authenticate: Authenticate;
  readonly cursors: Cursors;
  readonly database: Database;
  readonly denials: DenialLog;
  readonly limits: RateLimiter;
  readonly identity: IdentityService;
  readonly ledger: LedgerService;
  readonly wallets: WalletsService;
  readonly transactions: TransactionsService;
};

/** What only the Worker's surroundings can do. */
export type Surroundings = {
  readonly limits: RateLimiter;
  readonly deliverCode: DeliverCode;
};

/** Builds every service, in the order they depend on one another, for one event. Nothing is kept open. */
export function servicesOf(
  config: Config,
  lanesOf: (database: Database) => Lanes,
  { limits, deliverCode }: Surroundings = loneSurroundingsOf(config),
): Services {
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
  const wallets = createWalletsService(shared);
  const lanes = lanesOf(database);
  return {
    authenticate: createAuthenticator({ database, keys, bootstrap }),
    cursors,
    database,
    denials: createDenialLog(database),
    limits,
    identity: createIdentityService({ ...shared, secrets, keys, passwords, limits, deliverCode }),
    ledger,
    wallets,
    transactions: createTransactionsService({ ...shared, wallets, lanes }),
  };
}

/** A process that is alone: its own memory is exact, and it delivers to nobody. */
function loneSurroundingsOf(config: Config): Surroundings {
  return {
    limits: createRateLimiter(config.RATE_LIMITS, bucketsInMemory(systemClock), systemClock),
    deliverCode: noDelivery,
  };
}
