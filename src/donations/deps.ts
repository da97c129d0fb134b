import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { RateLimiter } from "../platform/rate-limit.ts";
import type { Charges } from "./charges.ts";
import type { MediaStore } from "./media-store.ts";
import type { Stage } from "./stage.ts";
import type { TextToSpeech } from "./text-to-speech.ts";
import type { Tickets } from "./tickets.ts";
import type { Videos } from "./videos.ts";

/** What the verbs of this module are given. */
export type DonationsDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly limits: RateLimiter;
  readonly charges: Charges;
  readonly stage: Stage;
  readonly videos: Videos;
  readonly voice: TextToSpeech;
  readonly media: MediaStore;
  readonly tickets: Tickets;
};
