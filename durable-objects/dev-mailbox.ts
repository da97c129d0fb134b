import { DurableObject } from "cloudflare:workers";
import type { CodeMessage } from "../src/identity/index.ts";
import { systemClock } from "../src/platform/clock.ts";

const keptMessages = 200;

/** A message that would have gone to somebody, with the time at which it did. */
export type KeptMessage = CodeMessage & { readonly sent_at: string };

/** Where codes go while nothing delivers them, for whoever develops to read. Production has no such object. */
export class DevMailbox extends DurableObject<Env> {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(
      "create table if not exists messages (sequence integer primary key autoincrement, message text not null)",
    );
  }

  put(message: CodeMessage): void {
    const kept: KeptMessage = { ...message, sent_at: systemClock.now().toISOString() };
    this.#sql.exec("insert into messages (message) values (?)", JSON.stringify(kept));
    this.#sql.exec(
      "delete from messages where sequence <= (select max(sequence) from messages) - ?",
      keptMessages,
    );
  }

  /** The newest first. */
  read(): KeptMessage[] {
    return this.#sql
      .exec<{ message: string }>("select message from messages order by sequence desc")
      .toArray()
      .map(({ message }) => JSON.parse(message));
  }
}
