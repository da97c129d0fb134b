import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answerJson, readBody } from "./neon-proxy/answer.ts";
import {
  createFaultBoard,
  type FaultBoard,
  faultOf,
  type NeonFaults,
} from "./neon-proxy/faults.ts";
import type { DatabaseAddress } from "./neon-proxy/handshake.ts";
import { createPool } from "./neon-proxy/pool.ts";
import { answerSql, type SqlOptions } from "./neon-proxy/sql.ts";
import { createWebsocketGate } from "./neon-proxy/websocket.ts";

export type { Fault, FaultBoard, FaultKind, NeonFaults } from "./neon-proxy/faults.ts";

export type NeonProxy = {
  readonly port: number;
  /** What the driver's fetchEndpoint returns. */
  readonly url: string;
  /** Undefined unless the proxy was opened with faults. */
  readonly faults: FaultBoard | undefined;
  close(): Promise<void>;
};

export type NeonProxyOptions = {
  /** 0 for any free port. */
  readonly port: number;
  /** The one database server behind the proxy, whatever host a connection string names. */
  readonly database: DatabaseAddress;
  /** Present in tests only: without it nothing can be made to fail, and /faults does not exist. */
  readonly faults?: NeonFaults;
  readonly maxRequestBytes?: number;
  readonly maxResponseBytes?: number;
  readonly statementTimeoutMs?: number;
  /** For each user, database and password. */
  readonly maxConnections?: number;
  readonly idleTimeoutMs?: number;
};

// Neon's own defaults.
const defaultMaxBytes = 10 * 1024 * 1024;
const defaultStatementTimeoutMs = 15_000;
const defaultMaxConnections = 20;
const defaultIdleTimeoutMs = 5 * 60 * 1000;
const maxFaultBytes = 10_000;

/** A stand-in for Neon's proxy: SQL over HTTP and over websockets, in front of a local Postgres. */
export async function openNeonProxy(options: NeonProxyOptions): Promise<NeonProxy> {
  const faults = options.faults && createFaultBoard(options.faults);
  const pool = createPool({
    address: options.database,
    maxConnections: options.maxConnections ?? defaultMaxConnections,
    idleTimeoutMs: options.idleTimeoutMs ?? defaultIdleTimeoutMs,
  });
  const sqlOptions: SqlOptions = {
    pool,
    maxRequestBytes: options.maxRequestBytes ?? defaultMaxBytes,
    maxResponseBytes: options.maxResponseBytes ?? defaultMaxBytes,
    statementTimeoutMs: options.statementTimeoutMs ?? defaultStatementTimeoutMs,
    ...(faults && { faults }),
  };
  const websockets = createWebsocketGate(options.database);
  const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
    void answer(sqlOptions, request, response);
  });
  // A server that hangs up on an idle connection races with the request that is just being sent.
  server.keepAliveTimeout = 0;
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (faults?.strike("refuse-connection")) socket.destroy();
    else websockets.upgrade(request, socket, head);
  });
  const port = await listen(server, options.port);

  return {
    port,
    faults,
    url: `http://127.0.0.1:${port}/sql`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      websockets.close();
      server.closeAllConnections();
      await pool.close();
      await closed;
    },
  };
}

function listen(server: ReturnType<typeof createServer>, wantedPort: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") reject(error);
      else {
        const message =
          `The Neon proxy cannot listen on port ${wantedPort}, because another program does. ` +
          "Stop that program or choose another port.";
        reject(new Error(message, { cause: error }));
      }
    });
    server.listen(wantedPort, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : wantedPort);
    });
  });
}

async function answer(
  options: SqlOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Answering errors is the handlers' work; what is left are sockets that broke while they did.
  response.on("error", () => request.socket.destroy());
  const route = `${request.method} ${request.url?.split("?")[0]}`;
  if (route === "POST /sql") await answerSql(options, request, response);
  else if (route === "OPTIONS /sql") answerPreflight(response);
  else if (route === "GET /health") answerJson(response, 200, '{"status":"ok"}');
  else if (route === "GET /faults" && options.faults) answerFaults(options.faults, response);
  else if (route === "POST /faults" && options.faults) {
    await armFaults(options.faults, request, response);
  } else answerJson(response, 400, '"query is not supported"');
}

function answerPreflight(response: ServerResponse): void {
  answerJson(response, 200, "", {
    allow: "OPTIONS, POST",
    "access-control-allow-headers":
      "Authorization, Neon-Connection-String, Neon-Raw-Text-Output, Neon-Array-Mode, " +
      "Neon-Pool-Opt-In, Neon-Batch-Read-Only, Neon-Batch-Isolation-Level",
    "access-control-max-age": "86400",
  });
}

function answerFaults(faults: FaultBoard, response: ServerResponse): void {
  answerJson(response, 200, JSON.stringify(faults.report()));
}

/** A list replaces what is armed, so an empty one disarms; a single fault is added. */
async function armFaults(
  faults: FaultBoard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body: unknown = JSON.parse((await readBody(request, maxFaultBytes)).toString("utf8"));
    const list = (Array.isArray(body) ? body : [body]).map(faultOf);
    if (Array.isArray(body)) faults.disarm();
    for (const fault of list) faults.arm(fault);
    answerFaults(faults, response);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answerJson(response, 400, JSON.stringify({ message }));
  }
}
