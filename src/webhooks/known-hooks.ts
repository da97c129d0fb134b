import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import { answered, type Database } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { failurePolicies } from "./hook.ts";

const askedHookSchema = z.object({
  hook_ref: z.string(),
  name: z.string(),
  /** False for one that holds money back because nobody may ask it. */
  is_asked: z.boolean(),
  url: z.string(),
  timeout_ms: z.int(),
  on_failure: z.enum(failurePolicies),
  sealed_secret: z.string(),
  sealed_headers: z.string().nullable(),
});

/** A hook that is asked before transactions, with all that it takes to ask it. */
export type AskedHook = z.output<typeof askedHookSchema>;

export type KnownHooks = {
  /** The hooks themselves where they are known, so that most transactions wait for nothing. */
  readonly current: () => readonly AskedHook[] | Promise<readonly AskedHook[]>;
};

// A hook that was registered or changed is asked within the second of these. From the first on one request in the isolate
// looks again, while the others go on with what is known.
const freshMs = 3_000;
const keptMs = 5_000;

/** Knows which hooks there are, without asking the database for each transaction. */
export function createKnownHooks(deps: {
  readonly database: Database;
  readonly clock: Clock;
}): KnownHooks {
  let known: readonly AskedHook[] | null = null;
  let readAtMs = 0;
  let askedAtMs = 0;
  const read = async (): Promise<readonly AskedHook[]> => {
    askedAtMs = deps.clock.now().getTime();
    try {
      const [answer] = await answered(deps.database.sql`select webhooks.asked_hooks() as hooks`);
      known = z.array(askedHookSchema).parse(answer?.hooks);
      readAtMs = askedAtMs;
      return known;
    } catch (error) {
      // Hooks stand in the database, so while it is away nobody changes them. What is kept for later may still be kept.
      if (known === null) throw error;
      log("warn", "hooks_unread", { error: String(error) });
      return known;
    }
  };
  return {
    current: () => {
      const now = deps.clock.now().getTime();
      if (known === null || now - readAtMs >= keptMs) return read();
      const isAsked = now - askedAtMs < freshMs;
      return now - readAtMs < freshMs || isAsked ? known : read();
    },
  };
}
