// Runs a request's statements on a pooled connection, and leaves that connection clean or gone.

import type { Connection } from "./connection.ts";
import type { Login } from "./handshake.ts";
import type { Interruption } from "./interruption.ts";
import { pipelineOf, queryMessage, type Statement } from "./messages.ts";
import type { Pool } from "./pool.ts";
import { databaseRefusalOf, parseDatabaseFields, type Refusal } from "./refusal.ts";
import type { SqlRequest } from "./request.ts";
import { createResultCollector, type ResultCollector } from "./result.ts";

export type RunOptions = {
  readonly pool: Pool;
  readonly login: Login;
  readonly request: SqlRequest;
  /** Opens the transaction of a batch. */
  readonly begin: Statement;
  readonly maxResponseBytes: number;
  readonly interruption: Interruption;
};

// Neon, too, gives a cancelled statement a moment to say how it ended.
const cancelGraceMs = 100;

// Whatever one request could leave behind for the next: what Neon sends, without the ROLLBACK that
// would log a warning each time. DISCARD ALL is shorter, but it also drops the cached plans of every
// function, which then plans its statements anew at each call. It travels behind the statement, so
// that nobody waits for it.
const cleanUp = queryMessage(
  "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; DEALLOCATE ALL; UNLISTEN *; " +
    "SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES",
);
const commit = Buffer.concat([queryMessage("COMMIT"), cleanUp]);
const rollback = Buffer.concat([queryMessage("ROLLBACK"), cleanUp]);
const nothing = Buffer.alloc(0);

const errorResponse = 0x45;
const isIdle = (status: string) => status === "I";

/** The JSON of the response. */
export async function runStatements(options: RunOptions): Promise<string> {
  const { pool, login, interruption, request } = options;
  const connection = await pool.lease(login, interruption);
  let graceTimer: NodeJS.Timeout | undefined;
  interruption.listen(async () => {
    await connection.cancel();
    graceTimer = setTimeout(() => connection.destroy(), cancelGraceMs);
  });
  try {
    return request.isBatch
      ? await runBatch(connection, options)
      : await runSingle(connection, options);
  } catch (error) {
    throw interruption.reason() ?? error;
  } finally {
    clearTimeout(graceTimer);
    // The cancellation may still be on its way, and would hit whoever comes next.
    if (interruption.reason()) connection.destroy();
    else interruption.listen(() => undefined);
  }
}

async function runSingle(connection: Connection, options: RunOptions): Promise<string> {
  const collector = collectorOf(connection, options, options.request.modes);
  const answered = connection.hear(collector.listener);
  const cleaned = hearCleanUp(connection);
  connection.write(pipelineOf(options.request.statements, cleanUp));
  const status = await orFailure(answered, collector);
  giveBack(connection, options, cleaned, isIdle(status));
  const failure = collector.failure();
  if (failure) throw failure;
  return collector.results[0] ?? "";
}

async function runBatch(connection: Connection, options: RunOptions): Promise<string> {
  const { begin, request, interruption } = options;
  const beginMode = { isArray: true, isRawText: true };
  const collector = collectorOf(connection, options, [beginMode, ...request.modes]);
  const answered = connection.hear(collector.listener);
  connection.write(pipelineOf([begin, ...request.statements], nothing));
  await orFailure(answered, collector);

  // Nothing is committed before the whole answer is here, for it might be too large to give.
  const interrupted = interruption.reason();
  if (interrupted) throw interrupted;
  const failure = collector.failure();
  const ended = hearEnd(connection);
  const cleaned = hearCleanUp(connection);
  connection.write(failure ? rollback : commit);
  const { status, refusal } = await ended;
  giveBack(connection, options, cleaned, isIdle(status));
  if (failure ?? refusal) throw failure ?? refusal;
  return `{"results":[${collector.results.slice(1).join(",")}]}`;
}

function collectorOf(
  connection: Connection,
  { maxResponseBytes }: RunOptions,
  modes: SqlRequest["modes"],
) {
  return createResultCollector({
    modes,
    maxResponseBytes,
    abandon: () => connection.destroy(),
  });
}

/** An answer that was given up closes the connection, and its own reason says more than that. */
async function orFailure(answered: Promise<string>, { failure }: ResultCollector): Promise<string> {
  try {
    return await answered;
  } catch (error) {
    throw failure() ?? error;
  }
}

async function hearEnd(connection: Connection) {
  let refusal: Refusal | undefined;
  const status = await connection.hear((type, body) => {
    if (type === errorResponse) refusal ??= databaseRefusalOf(parseDatabaseFields(body));
  });
  return { status, refusal };
}

/** Whether the session is as new. A connection that closed meanwhile is not. */
function hearCleanUp(connection: Connection): Promise<boolean> {
  let isClean = true;
  const listener = (type: number) => {
    if (type === errorResponse) isClean = false;
  };
  return connection.hear(listener).then(
    (status) => isClean && isIdle(status),
    () => false,
  );
}

function giveBack(
  connection: Connection,
  { pool, interruption }: RunOptions,
  cleaned: Promise<boolean>,
  isOutsideTransaction: boolean,
): void {
  void cleaned.then((isClean) => {
    if (isClean && isOutsideTransaction && !interruption.reason()) pool.release(connection);
    else connection.destroy();
  });
}
