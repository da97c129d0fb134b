import { DurableObject } from "cloudflare:workers";
import { systemClock } from "../src/platform/clock.ts";
import { log } from "../src/platform/log.ts";
import { type BalanceCopy, copyKeyOf, secondsAtEdge } from "../src/readmodels/index.ts";

// KV takes one write a second for each key, and refuses more.
const restMs = 1_000;
// An invocation may ask a thousand things of others, and six at once.
const copiesAWaking = 500;
const writesAtOnce = 6;
// A consumer may hold on to a copy for as long as it may run, and until then an older one must be known as such.
const rememberedMs = 15 * 60_000;

type Pending = { readonly wallet_ref: string; readonly value: string };
/** What came to the edge, if anything, and when. */
type Written = {
  readonly wallet_ref: string;
  readonly value: string | null;
  readonly at: number;
};

/**
 * Writes copies of balances to the edge, for a share of the wallets: the newest of each, once a second at the most. Each
 * wallet has one writer, so that no copy is overtaken by an older one. What is not written yet survives the object.
 */
export class BalanceCopies extends DurableObject<Env> {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`create table if not exists copies (
      wallet_ref text primary key,
      revision integer not null,
      value text not null,
      written_revision integer not null default 0,
      written_at integer not null default 0
    )`);
    this.#sql.exec(
      "create index if not exists copies_due on copies (written_at) where revision > written_revision",
    );
    this.#sql.exec("create index if not exists copies_by_time on copies (written_at)");
  }

  /** Takes copies, which may come twice and late. One that says only that it is kept for longer is written again too. */
  async put(copies: string): Promise<void> {
    for (const copy of JSON.parse(copies) as BalanceCopy[]) {
      this.#sql.exec(
        `insert into copies (wallet_ref, revision, value) values (?, ?, ?)
         on conflict (wallet_ref) do update set revision = excluded.revision, value = excluded.value,
           written_revision = min(copies.written_revision, excluded.revision - 1)
         where excluded.revision > copies.revision
           or excluded.revision = copies.revision and coalesce(excluded.value ->> 'kept_until', '')
             > coalesce(copies.value ->> 'kept_until', '')`,
        copy.wallet_ref,
        copy.revision,
        JSON.stringify(copy),
      );
    }
    if ((await this.ctx.storage.getAlarm()) === null) await this.#wakeForNext();
  }

  /** Writes what is due. A failure is never thrown: the runtime would give the alarm up, and the copies with it. */
  override async alarm(): Promise<void> {
    const now = systemClock.now().getTime();
    const due = this.#sql
      .exec<Pending>(
        `select wallet_ref, value from copies
         where revision > written_revision and written_at <= ? order by written_at limit ?`,
        now - restMs,
        copiesAWaking,
      )
      .toArray();
    const done: Written[] = [];
    for (let from = 0; from < due.length; from += writesAtOnce) {
      const together = due.slice(from, from + writesAtOnce);
      done.push(...(await Promise.all(together.map((copy) => this.#write(copy)))));
    }
    // All in one turn, which the runtime keeps in one commit. Whatever was written before a loss is written again.
    for (const { wallet_ref, value, at } of done) {
      this.#sql.exec(
        `update copies set written_at = ?, written_revision = case when value = ? then revision else written_revision end
         where wallet_ref = ?`,
        at,
        value,
        wallet_ref,
      );
    }
    this.#sql.exec(
      "delete from copies where revision = written_revision and written_at < ?",
      now - rememberedMs,
    );
    await this.#wakeForNext();
  }

  async #write({ wallet_ref, value }: Pending): Promise<Written> {
    const now = systemClock.now();
    const at = now.getTime();
    try {
      await this.env.BALANCES.put(copyKeyOf(wallet_ref), value, {
        expirationTtl: secondsAtEdge(JSON.parse(value) as BalanceCopy, now),
      });
      return { wallet_ref, value, at };
    } catch (error) {
      log("warn", "balance_copy_refused", { wallet_ref, error: String(error) });
      return { wallet_ref, value: null, at };
    }
  }

  async #wakeForNext(): Promise<void> {
    const [row] = this.#sql
      .exec<{ written_at: number | null }>(
        "select min(written_at) as written_at from copies where revision > written_revision",
      )
      .toArray();
    if (row?.written_at === null || row?.written_at === undefined) return;
    const now = systemClock.now().getTime();
    await this.ctx.storage.setAlarm(Math.max(now, row.written_at + restMs));
  }
}
