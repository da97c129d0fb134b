import type { Accepted, Command, Reply, Waiting } from "../src/transactions/index.ts";

// How long a lane remembers what it has done; the ledger remembers for ever.
const keptDays = 7;

type Row = {
  readonly transaction_ref: string;
  readonly request_hash: string;
  readonly command: string;
  readonly accepted_at: string;
  readonly reply: string | null;
};

/** Commands that a lane has promised to do, in its own durable storage. */
export type AcceptedCommands = {
  readonly add: (command: Command, now: Date) => Accepted;
  readonly find: (transactionRef: string) => Waiting | null;
  readonly pending: (limit: number) => Command[];
  readonly finish: (transactionRef: string, reply: Reply, now: Date) => void;
  readonly forget: (now: Date) => void;
};

// Whoever is accepted is told so at once, and must not wait for hours behind the others.
const maxWaiting = 10_000;

export function openAcceptedCommands(sql: SqlStorage): AcceptedCommands {
  // An object that never accepts anything, as one that is only asked for a ref that names it, keeps nothing.
  let hasTable =
    sql.exec("select 1 from sqlite_master where name = 'accepted'").toArray().length > 0;
  const rowsOf = (query: string, ...values: SqlStorageValue[]): Row[] =>
    hasTable ? sql.exec<Row>(query, ...values).toArray() : [];
  const isFull = () =>
    sql
      .exec<{ waiting: number }>(
        "select count(*) as waiting from (select 1 from accepted where reply is null limit ?)",
        maxWaiting,
      )
      .one().waiting === maxWaiting;

  return {
    add(command, now) {
      if (!hasTable) createTable(sql);
      hasTable = true;
      const key = command.key ?? command.transaction_ref;
      const [earlier] = rowsOf(
        "select * from accepted where scope = ? and key = ?",
        command.scope,
        key,
      );
      if (earlier) {
        if (earlier.request_hash !== command.request_hash)
          return { code: "idempotency_key_reused" };
        const { transaction_ref: transactionRef, accepted_at: acceptedAt } = earlier;
        return { transactionRef, acceptedAt, isReplayed: true };
      }
      if (isFull()) return { code: "lane_busy" };
      const acceptedAt = now.toISOString();
      sql.exec(
        `insert into accepted (transaction_ref, scope, key, request_hash, command, accepted_at)
         values (?, ?, ?, ?, ?, ?)`,
        ...[command.transaction_ref, command.scope, key, command.request_hash],
        ...[JSON.stringify(command), acceptedAt],
      );
      return { transactionRef: command.transaction_ref, acceptedAt, isReplayed: false };
    },
    find(transactionRef) {
      const [row] = rowsOf("select * from accepted where transaction_ref = ?", transactionRef);
      if (!row) return null;
      return {
        command: JSON.parse(row.command),
        acceptedAt: row.accepted_at,
        reply: row.reply === null ? null : JSON.parse(row.reply),
      };
    },
    pending: (limit) =>
      rowsOf("select * from accepted where reply is null order by sequence limit ?", limit).map(
        ({ command }) => JSON.parse(command),
      ),
    finish(transactionRef, reply, now) {
      sql.exec(
        "update accepted set reply = ?, done_at = ? where transaction_ref = ?",
        ...[JSON.stringify(reply), now.toISOString(), transactionRef],
      );
    },
    forget(now) {
      if (!hasTable) return;
      const limit = new Date(now.getTime() - keptDays * 86_400_000).toISOString();
      sql.exec("delete from accepted where done_at < ?", limit);
    },
  };
}

function createTable(sql: SqlStorage): void {
  sql.exec(
    `create table accepted (
       sequence integer primary key autoincrement, transaction_ref text not null unique, scope text not null,
       key text not null, request_hash text not null, command text not null, accepted_at text not null,
       reply text, done_at text, unique (scope, key))`,
  );
  sql.exec("create index accepted_waiting on accepted (sequence) where reply is null");
  sql.exec("create index accepted_done on accepted (done_at)");
}
