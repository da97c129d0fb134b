import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { RateLimiter } from "../platform/rate-limit.ts";
import type { DeliverCode } from "./deliver-code.ts";
import type { Passwords } from "./passwords.ts";
import type { IdentitySecrets } from "./secrets.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What the verbs of this module are given. */
export type IdentityDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly secrets: IdentitySecrets;
  readonly keys: SigningKeys;
  /** Made once an isolate by `createPasswords`, so that hashes in flight can be counted. */
  readonly passwords: Passwords;
  readonly limits: RateLimiter;
  readonly deliverCode: DeliverCode;
};
