import { emptyStage, type StageState } from "../src/overlays/index.ts";

/** The state of a stage in its object's own storage. Losing it loses no donation: the queue is made again from Postgres. */
export type StageStorage = {
  readonly read: () => StageState;
  /** Writes what differs, so that a long queue costs no more than the alert that moved. */
  readonly write: (before: StageState, after: StageState) => void;
};

type Rows = Readonly<Record<string, unknown>>;
type Row = { readonly key: string; readonly body: string };

export function openStageStorage(sql: SqlStorage): StageStorage {
  // A stage that is only looked at keeps nothing.
  let hasTables = sql.exec("select 1 from sqlite_master where name = 'stage'").toArray().length > 0;
  const rowsOf = (query: string) =>
    Object.fromEntries(
      sql
        .exec<Row>(query)
        .toArray()
        .map(({ key, body }) => [key, JSON.parse(body)]),
    );
  return {
    read() {
      if (!hasTables) return emptyStage();
      const [core] = sql.exec<{ body: string }>("select body from stage").toArray();
      return {
        ...emptyStage(),
        ...(core ? JSON.parse(core.body) : {}),
        items: rowsOf("select key, body from items"),
        done: rowsOf("select key, body from done order by ended_at"),
        outbox: rowsOf("select key, body from outbox order by key"),
      };
    },
    write(before, after) {
      if (!hasTables) createTables(sql);
      hasTables = true;
      const { items, done, outbox, ...core } = after;
      sql.exec("insert or replace into stage (id, body) values (1, ?)", JSON.stringify(core));
      writeChanges(sql, "items", before.items, items, (key, item) =>
        sql.exec(
          "insert or replace into items (key, is_front, priority, seq, body) values (?, ?, ?, ?, ?)",
          ...[key, item.isFront ? 1 : 0, item.priority, item.seq, JSON.stringify(item)],
        ),
      );
      writeChanges(sql, "done", before.done, done, (key, entry) =>
        sql.exec(
          "insert or replace into done (key, ended_at, body) values (?, ?, ?)",
          ...[key, entry.endedAt, JSON.stringify(entry)],
        ),
      );
      writeChanges(sql, "outbox", before.outbox, outbox, (key, fact) =>
        sql.exec(
          "insert or replace into outbox (key, body) values (?, ?)",
          key,
          JSON.stringify(fact),
        ),
      );
    },
  };
}

/** Values are never changed, only replaced, so whatever is the same object is the same row. */
function writeChanges<Value>(
  sql: SqlStorage,
  table: "items" | "done" | "outbox",
  before: Readonly<Record<string, Value>>,
  after: Readonly<Record<string, Value>>,
  put: (key: string, value: Value) => void,
): void {
  if (before === after) return;
  for (const [key, value] of Object.entries(after)) if (before[key] !== value) put(key, value);
  for (const key of keysLost(before, after)) sql.exec(`delete from ${table} where key = ?`, key);
}

function keysLost(before: Rows, after: Rows): string[] {
  return Object.keys(before).filter((key) => !(key in after));
}

function createTables(sql: SqlStorage): void {
  sql.exec("create table stage (id integer primary key, body text not null)");
  sql.exec(
    `create table items (
       key text primary key, is_front integer not null, priority integer not null, seq integer not null,
       body text not null)`,
  );
  sql.exec("create index items_in_order on items (is_front desc, priority desc, seq)");
  sql.exec(
    "create table done (key text primary key, ended_at integer not null, body text not null)",
  );
  sql.exec("create table outbox (key text primary key, body text not null)");
}
