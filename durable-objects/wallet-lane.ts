import { DurableObject } from "cloudflare:workers";
import { configOf } from "../src/config.ts";
import { systemClock } from "../src/platform/clock.ts";
import { openDatabase } from "../src/platform/database.ts";
import { log } from "../src/platform/log.ts";
import {
  type Command,
  expireHolds,
  type GroupCommit,
  type LaneAnswer,
  laneOver,
  type PackedUnit,
  packUnit,
  readReply,
  readUnits,
  writeAnswers,
} from "../src/transactions/index.ts";
import { type AcceptedCommands, openAcceptedCommands } from "./accepted-commands.ts";
import { relayPokeOf } from "./relay-poke.ts";
import { openWakeTimes, type WakeTimes } from "./wake-times.ts";

const drainSize = 500;
// What was accepted is done at once; this is when it is tried again after the database was away or the object was lost.
const retryDelayMs = 1_000;

/** Serialises the money commands of a share of all wallets. It may vanish at any moment: what must hold, Postgres holds. */
export class WalletLane extends DurableObject<Env> {
  readonly #accepted: AcceptedCommands;
  readonly #wakeTimes: WakeTimes;
  readonly #group: GroupCommit;
  #isDraining = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#accepted = openAcceptedCommands(ctx.storage.sql);
    this.#wakeTimes = openWakeTimes(ctx.storage.sql);
    const { DATABASE_URL, NEON_PROXY_URL } = configOf(env);
    const database = openDatabase(DATABASE_URL, NEON_PROXY_URL);
    const poke = relayPokeOf(env);
    this.#group = laneOver(database, laneOfName(ctx.id.name), {
      isTireless: true,
      onApplied: (units, replies) => {
        this.ctx.waitUntil(poke());
        return this.#watchExpiry(units, replies);
      },
    });
  }

  /** Applies units with whatever else waits, and answers when it is known what became of them. */
  async submit(units: string): Promise<string> {
    return writeAnswers(await this.#group.submit(readUnits(units)));
  }

  /** Keeps a command before it answers, and does it as soon as it can. */
  async accept(command: string): Promise<string> {
    const accepted = this.#accepted.add(JSON.parse(command), systemClock.now());
    await this.#wakeBy(systemClock.now().getTime() + retryDelayMs);
    this.ctx.waitUntil(this.#drain());
    return JSON.stringify(accepted);
  }

  /** A command that was accepted, or null. */
  find(transactionRef: string): string {
    return JSON.stringify(this.#accepted.find(transactionRef));
  }

  /**
   * Does what is still owed, also when no command is ever sent to this lane again. A failure here is never thrown: the
   * runtime would give the alarm up after a few minutes of a database that is away.
   */
  override async alarm(): Promise<void> {
    this.#wakeTimes.forget(systemClock.now().getTime());
    const isDone = await this.#doWhatIsDue();
    const next = this.#wakeTimes.first();
    if (next !== null) await this.#wakeBy(next);
    if (!isDone) await this.#wakeBy(systemClock.now().getTime() + retryDelayMs);
  }

  async #doWhatIsDue(): Promise<boolean> {
    const { DATABASE_URL, NEON_PROXY_URL } = configOf(this.env);
    try {
      await this.#drain();
      await expireHolds({ database: openDatabase(DATABASE_URL, NEON_PROXY_URL) });
      this.#accepted.forget(systemClock.now());
      return this.#accepted.pending(1).length === 0;
    } catch (error) {
      log("warn", "lane_alarm_failed", { error: String(error) });
      return false;
    }
  }

  async #drain(): Promise<void> {
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      for (;;) {
        const commands = this.#accepted.pending(drainSize);
        if (commands.length === 0) return;
        const answers = await this.#group.submit(commands.map((command) => packUnit([command])));
        if (!this.#finish(commands, answers)) return;
      }
    } finally {
      this.#isDraining = false;
    }
  }

  /** Writes down what became of accepted commands. False when some of it is not known yet. */
  #finish(commands: readonly Command[], answers: readonly LaneAnswer[]): boolean {
    let isAllKnown = true;
    for (const [index, command] of commands.entries()) {
      const answer = answers[index];
      if (answer?.kind === "replies" && answer.replies[0]) {
        this.#accepted.finish(
          command.transaction_ref,
          readReply(answer.replies[0]),
          systemClock.now(),
        );
      } else if (answer?.kind === "failed") {
        const reply = { code: "internal_error", fields: {} };
        this.#accepted.finish(command.transaction_ref, reply, systemClock.now());
      } else {
        isAllKnown = false;
      }
    }
    return isAllKnown;
  }

  /** Wakes this object when a promise that it made runs out. */
  async #watchExpiry(units: readonly PackedUnit[], replies: readonly string[]): Promise<void> {
    const expiries = units.flatMap((unit) => unit.expiries);
    if (expiries.every((expiresAt) => expiresAt === null)) return;
    for (const [index, expiresAt] of expiries.entries()) {
      if (expiresAt === null || readReply(replies[index] ?? "").code !== undefined) continue;
      this.#wakeTimes.add(Date.parse(expiresAt));
    }
    const first = this.#wakeTimes.first();
    if (first !== null) await this.#wakeBy(first);
  }

  async #wakeBy(moment: number): Promise<void> {
    const planned = await this.ctx.storage.getAlarm();
    if (planned === null || planned > moment) await this.ctx.storage.setAlarm(moment);
  }
}

function laneOfName(name: string | undefined): number {
  return Number.parseInt(name?.replace(/^lane-/, "") ?? "0", 10);
}
