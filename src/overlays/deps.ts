import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { RateLimiter } from "../platform/rate-limit.ts";
import type { Tickets } from "./overlay-ticket.ts";
import type { Stages } from "./stages.ts";

/** What the verbs of this module are given. */
export type OverlaysDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly limits: RateLimiter;
  readonly tickets: Tickets;
  readonly stages: Stages;
};
