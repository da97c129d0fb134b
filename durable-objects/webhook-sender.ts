import { DurableObject } from "cloudflare:workers";
import { configOf } from "../src/config.ts";
import { systemClock } from "../src/platform/clock.ts";
import { openDatabase } from "../src/platform/database.ts";
import { log } from "../src/platform/log.ts";
import { deliverDue, sendingOf } from "../src/webhooks/index.ts";

const soonestMs = 1_000;
// How long after the database was away it is asked again.
const retryMs = 5_000;

/**
 * Sends webhooks that are due, and wakes by itself when others are. There are several, and none is a fence: which of them
 * makes an attempt is decided in Postgres, and one that is lost loses nothing.
 */
export class WebhookSender extends DurableObject<Env> {
  readonly #deps: Parameters<typeof deliverDue>[0];

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const config = configOf(env);
    const database = openDatabase(config.DATABASE_URL, config.NEON_PROXY_URL);
    this.#deps = { database, clock: systemClock, ...sendingOf(config) };
  }

  /** Says that something came in line. It answers at once; an alarm that runs already is followed by another. */
  async wake(): Promise<void> {
    await this.ctx.storage.setAlarm(systemClock.now().getTime());
  }

  override async alarm(): Promise<void> {
    const next = await this.#send();
    // Whoever was woken meanwhile has an alarm already, and it is sooner.
    if (next !== null && (await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(next);
    }
  }

  async #send(): Promise<number | null> {
    const soonest = () => systemClock.now().getTime() + soonestMs;
    try {
      const { nextDueAt } = await deliverDue(this.#deps);
      return nextDueAt === null ? null : Math.max(nextDueAt.getTime(), soonest());
    } catch (error) {
      // An alarm that throws is tried again a few times and then never.
      log("warn", "webhooks_unsent", { error: String(error) });
      return systemClock.now().getTime() + retryMs;
    }
  }
}
