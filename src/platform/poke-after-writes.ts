import type { MiddlewareHandler } from "hono";
import type { EventService } from "./event-service.ts";
import type { RouteVariables } from "./routes.ts";

type PokeEnv = { Variables: RouteVariables & { events: EventService } };

/**
 * Tells the relay after each request that may have written something, also one that was refused: a refusal of money is a
 * fact too. Nobody waits for it.
 */
export function pokeAfterWrites(): MiddlewareHandler<PokeEnv> {
  return async (c, next) => {
    await next();
    const { poke } = c.get("events");
    if (poke && c.req.method !== "GET" && c.req.method !== "HEAD") {
      c.executionCtx.waitUntil(poke());
    }
  };
}
