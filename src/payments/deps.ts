import type { Caller } from "../platform/caller.ts";
import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { RateLimiter } from "../platform/rate-limit.ts";
import type { TransactionsService } from "../transactions/index.ts";
import type { WalletsService } from "../wallets/index.ts";
import type { Charge, ProviderName } from "./charge.ts";
import type { PaymentProviders } from "./payment-provider.ts";

/** Told of a charge right after it has changed. What it misses it finds again with `chargesAfter`. */
export type OnCharge = (charge: Charge) => Promise<void>;

/** Who must have shown what before money can leave. Whoever knows people refuses by throwing. */
export type Proofs = {
  readonly ofPerson: (caller: Caller) => void;
  readonly ofSession: (caller: Caller) => void;
};

/** What the verbs of this module are given. */
export type PaymentsDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly limits: RateLimiter;
  readonly proofs: Proofs;
  readonly wallets: WalletsService;
  readonly transactions: TransactionsService;
  readonly providers: PaymentProviders;
  readonly defaultProvider: ProviderName;
  /** Where the pages of this deployment are, for payers who come back. */
  readonly siteUrl: string;
  readonly onCharge: OnCharge;
  /** Wallets that were found before. A wallet never changes whose it is. */
  readonly knownWallets: Map<string, string>;
};
