import { DurableObject } from "cloudflare:workers";
import { configOf } from "../src/config.ts";
import { systemClock } from "../src/platform/clock.ts";
import { openDatabase } from "../src/platform/database.ts";
import { log } from "../src/platform/log.ts";
import { pokeQuietMs } from "../src/platform/poke.ts";
import { type RelayDeps, type RelayedEvent, relayEvents } from "../src/platform/relay.ts";
import { pauseAfterRound } from "../src/platform/relay-pace.ts";
import { createRests, type Rests } from "../src/platform/rests.ts";
import { consumerGroups, sendBundles } from "../src/subscriptions.ts";
import { openWalletWatches, type WalletWatches } from "./wallet-watches.ts";

// Long enough to see what was committed by those who were spared a poke after the last one.
const lingerMs = 3 * pokeQuietMs;
// When this object is lost in the middle of its work, the alarm takes the work up again.
const guardMs = 10_000;
// An alarm may run for a quarter of an hour. Under load there is always something to do, and the next alarm does it.
const longestRunMs = 60_000;

/**
 * Sends what is in the outbox to the queues. There is one object, but that is no fence: where two run for a while, events
 * are sent twice and taken once. It keeps nothing that is not in Postgres.
 */
export class OutboxRelay extends DurableObject<Env> {
  readonly #deps: RelayDeps;
  readonly #rests: Rests = createRests(systemClock);
  readonly #watches: WalletWatches;
  #isRunning = false;
  #pokedAt = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#watches = openWalletWatches(ctx.storage.sql);
    const { DATABASE_URL, NEON_PROXY_URL } = configOf(env);
    this.#deps = {
      database: openDatabase(DATABASE_URL, NEON_PROXY_URL),
      groups: consumerGroups,
      send: (group, bundles) => sendBundles(env, group, bundles),
      report: (event, fields) => log("warn", event, fields),
      onSent: (events) => this.#notify(events),
    };
  }

  /** Says that something was committed. It answers at once. */
  poke(): void {
    this.#pokedAt = systemClock.now().getTime();
    this.ctx.waitUntil(this.#run());
  }

  /** Asks to be told of what happens to a wallet, until a moment. */
  watch(walletRef: string, untilMs: number): void {
    this.#watches.add(walletRef, untilMs);
  }

  override async alarm(): Promise<void> {
    await this.#run();
  }

  /** Tells those who look at a wallet that something happened to it. Who is not reached reads again by itself. */
  #notify(events: readonly RelayedEvent[]): void {
    for (const walletRef of this.#watches.namedIn(events, systemClock.now().getTime())) {
      this.ctx.waitUntil(
        Promise.resolve(this.env.LIVE.getByName(walletRef).push()).catch((error: unknown) =>
          log("warn", "wallet_live_lost", { wallet_ref: walletRef, error: String(error) }),
        ),
      );
    }
  }

  /** Relays for as long as there is something to do. A failure is never thrown; the alarm tries again. */
  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      await this.#relayUntilQuiet();
      this.#rests.end("database");
    } catch (error) {
      this.#rests.begin("database");
      log("warn", "relay_failed", { error: String(error) });
    } finally {
      this.#isRunning = false;
    }
    const again = this.#rests.firstEnd();
    if (again !== null) await this.ctx.storage.setAlarm(again);
  }

  async #relayUntilQuiet(): Promise<void> {
    const endsAt = systemClock.now().getTime() + longestRunMs;
    let heldRounds = 0;
    for (;;) {
      const startedAt = systemClock.now().getTime();
      await this.#wakeBy(startedAt + (startedAt < endsAt ? guardMs : 0));
      if (startedAt >= endsAt) return;
      const groups = this.#deps.groups.filter(({ name }) => !this.#rests.isResting(name));
      const { refused, sent, state } = await relayEvents({ ...this.#deps, groups });
      for (const { name } of groups) {
        if (refused.includes(name)) this.#rests.begin(name);
        else this.#rests.end(name);
      }
      heldRounds = state === "held" ? heldRounds + 1 : 0;
      if (state === "done" && startedAt - this.#pokedAt > lingerMs) return;
      const isWatched = this.#watches.hasAny(systemClock.now().getTime());
      await pause(pauseAfterRound({ sentEvents: sent, heldRounds, isWatched }));
    }
  }

  async #wakeBy(moment: number): Promise<void> {
    const planned = await this.ctx.storage.getAlarm();
    if (planned === null || planned > moment) await this.ctx.storage.setAlarm(moment);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
