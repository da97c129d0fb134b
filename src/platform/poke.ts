import type { Clock } from "./clock.ts";
import { log } from "./log.ts";

/** How long whoever was just poked needs no other: it looks again for longer than this after the last one. */
export const pokeQuietMs = 50;

/**
 * Tells somebody that there is something to do, at most once in a while for a whole isolate. Nobody waits for anybody
 * else's call here: whoever is spared one has its work seen by the look that follows the call before.
 */
export function createPoke(send: () => Promise<unknown>, clock: Clock): () => Promise<void> {
  let lastAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now().getTime();
    if (now - lastAt < pokeQuietMs) return;
    lastAt = now;
    try {
      await send();
    } catch (error) {
      // The next one may try at once; until somebody gets through, the cron does.
      lastAt = Number.NEGATIVE_INFINITY;
      log("warn", "poke_failed", { error: String(error) });
    }
  };
}
