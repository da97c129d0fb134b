import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answerJson, readBody } from "./answer.ts";
import type { FaultBoard } from "./faults.ts";
import { createInterruption, type Interruption } from "./interruption.ts";
import type { Pool } from "./pool.ts";
import { cancellationOf, isRefusal, refusalOf } from "./refusal.ts";
import { batchEchoOf, beginOf, loginOf, type SqlRequest, sqlRequestOf } from "./request.ts";
import { runStatements } from "./run.ts";

export type SqlOptions = {
  readonly pool: Pool;
  readonly faults?: FaultBoard;
  readonly maxRequestBytes: number;
  readonly maxResponseBytes: number;
  readonly statementTimeoutMs: number;
};

/** POST /sql: one statement, or a batch of them in one transaction. */
export async function answerSql(
  options: SqlOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { faults } = options;
  if (faults?.strike("refuse-connection")) {
    request.socket.destroy();
    return;
  }
  try {
    const answer = await runRequest(options, request, response);
    if (answer) answerJson(response, 200, answer.body, answer.headers);
  } catch (error) {
    answerError(response, error);
  }
}

type Answer = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** What to answer; undefined when a fault has cut the connection. */
async function runRequest(
  options: SqlOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const { headers } = request;
  const login = loginOf(headers);
  const begin = beginOf(headers);
  const sqlRequest = sqlRequestOf(await readBody(request, options.maxRequestBytes), headers);
  const interruption = createInterruption();
  response.once("close", () => {
    if (response.writableEnded) return;
    interruption.interrupt(cancellationOf("Query cancelled, connection was terminated"));
  });

  if (options.faults && (await isCutBefore(options.faults, sqlRequest))) {
    request.socket.destroy();
    return undefined;
  }
  const timer = startTimer(options.statementTimeoutMs, interruption);
  try {
    const { pool, maxResponseBytes } = options;
    const run = { pool, login, request: sqlRequest, begin, maxResponseBytes, interruption };
    const body = await runStatements(run);
    if (!options.faults?.strike("cut-after-commit", queriesOf(sqlRequest))) {
      return { body, headers: sqlRequest.isBatch ? batchEchoOf(headers) : {} };
    }
    request.socket.destroy();
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function isCutBefore(faults: FaultBoard, sqlRequest: SqlRequest): Promise<boolean> {
  const queries = queriesOf(sqlRequest);
  const delay = faults.strike("delay", queries);
  if (delay) await sleep(delay.delayMs ?? 0);
  if (faults.strike("answer-500", queries)) throw refusalOf(500, "a fault that a test has armed");
  return faults.strike("cut-before-statement", queries) !== undefined;
}

function queriesOf({ statements }: SqlRequest): string[] {
  return statements.map(({ query }) => query);
}

function startTimer(timeoutMs: number, interruption: Interruption): NodeJS.Timeout {
  return setTimeout(() => {
    const message =
      "Query cancelled, runtime exceeded. SQL queries over HTTP must not exceed " +
      `${timeoutMs / 1000} seconds of runtime. Please consider using our websocket based connections`;
    interruption.interrupt(cancellationOf(message));
  }, timeoutMs);
}

function answerError(response: ServerResponse, error: unknown): void {
  const refusal = isRefusal(error) ? error : refusalOf(500, "internal error");
  if (!isRefusal(error)) console.error("The Neon proxy failed on a request:", error);
  answerJson(response, refusal.status, refusal.body);
}
