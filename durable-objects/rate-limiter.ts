import { DurableObject } from "cloudflare:workers";
import { systemClock } from "../src/platform/clock.ts";
import { type BucketRule, type Taken, takeTokens } from "../src/platform/token-bucket.ts";

const fullAtKey = "fullAtMs";

/**
 * One bucket a limit and subject. It outlasts being put to sleep, or whoever waits for that could try without end; and it
 * forgets everything as soon as it is full, because a full bucket is like a new one.
 */
export class RateLimiter extends DurableObject<Env> {
  /** Takes up to so many tokens, at once and before anybody else. */
  async take(rule: BucketRule, wanted: number): Promise<Taken> {
    const { kv } = this.ctx.storage;
    const now = systemClock.now().getTime();
    const taken = takeTokens(rule, kv.get<number>(fullAtKey) ?? null, wanted, now);
    if (taken.granted > 0) {
      kv.put(fullAtKey, taken.fullAtMs);
      if ((await this.ctx.storage.getAlarm()) === null) {
        await this.ctx.storage.setAlarm(taken.fullAtMs);
      }
    }
    return taken;
  }

  override async alarm(): Promise<void> {
    const fullAtMs = this.ctx.storage.kv.get<number>(fullAtKey) ?? 0;
    if (fullAtMs > systemClock.now().getTime()) await this.ctx.storage.setAlarm(fullAtMs);
    else await this.ctx.storage.deleteAll();
  }
}
