import type { Config } from "./config.ts";
import { createLedgerService, type LedgerService } from "./ledger/index.ts";
import { systemClock } from "./platform/clock.ts";
import { type Cursors, createCursors } from "./platform/cursor.ts";
import { type Database, openDatabase } from "./platform/database.ts";
import { type Authenticate, createOperatorKeyCheck } from "./platform/operator-key.ts";
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
  readonly ledger: LedgerService;
  readonly wallets: WalletsService;
  readonly transactions: TransactionsService;
};

/** Builds every service, in the order they depend on one another, for one event. Nothing is kept open. */
export function servicesOf(config: Config, lanesOf: (database: Database) => Lanes): Services {
  const database = openDatabase(config.DATABASE_URL, config.NEON_PROXY_URL);
  const cursors = createCursors(config.CURSOR_SECRET);
  const ledger = createLedgerService({ database, cursors });
  const wallets = createWalletsService({ database, cursors, clock: systemClock });
  const lanes = lanesOf(database);
  return {
    authenticate: createOperatorKeyCheck(config.OPERATOR_KEY),
    cursors,
    database,
    ledger,
    wallets,
    transactions: createTransactionsService({
      database,
      cursors,
      clock: systemClock,
      wallets,
      lanes,
    }),
  };
}
