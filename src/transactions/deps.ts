import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { WalletsService } from "../wallets/index.ts";
import type { BeforeTransactions } from "./before-transactions.ts";
import type { Lanes } from "./lanes.ts";

/** What the verbs of this module are given. */
export type TransactionsDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly wallets: WalletsService;
  readonly lanes: Lanes;
  readonly beforeTransactions: BeforeTransactions;
};
