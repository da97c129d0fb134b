import { systemClock } from "../src/platform/clock.ts";
import { createPoke } from "../src/platform/poke.ts";

const pokes = new WeakMap<Env, () => Promise<void>>();

/** Tells the relay that something was committed, at most once in a while for all that share these bindings. */
export function relayPokeOf(env: Env): () => Promise<void> {
  const known = pokes.get(env);
  if (known) return known;
  // A stub belongs to the request that it was made in.
  const poke = createPoke(async () => env.RELAY.getByName("relay").poke(), systemClock);
  pokes.set(env, poke);
  return poke;
}
