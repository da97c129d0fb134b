// A Neon proxy of its own before a test's database, and the plain requests that a driver would make.
import { neon, neonConfig, Pool } from "@neondatabase/serverless";
import { type NeonProxy, type NeonProxyOptions, openNeonProxy } from "../../dev/neon-proxy.ts";
import type { Postgres } from "../../dev/postgres.ts";
import { afterwards } from "./postgres-sandbox.ts";

export async function openProxy(
  postgres: Postgres,
  options: Partial<NeonProxyOptions> = {},
): Promise<NeonProxy> {
  const database = { host: "127.0.0.1", port: postgres.port };
  const proxy = await openNeonProxy({ port: 0, database, ...options });
  afterwards(() => proxy.close());
  return proxy;
}

/** The connection string that a Worker has: its host is Neon's, and the proxy does not care. */
export function connectionStringOf(postgres: Postgres, database = "postgres"): string {
  const url = new URL(postgres.urlOf("postgres", database));
  url.host = "ep-quiet-sea.eu-central-1.aws.neon.tech";
  return url.href;
}

export function driverOf(proxy: NeonProxy, connectionString: string) {
  neonConfig.fetchEndpoint = () => proxy.url;
  return neon(connectionString);
}

/** The driver's pool over websockets, in its default way of logging in. */
export function websocketPoolOf(proxy: NeonProxy, connectionString: string): Pool {
  neonConfig.wsProxy = () => `127.0.0.1:${proxy.port}/v2`;
  neonConfig.useSecureWebSocket = false;
  const pool = new Pool({ connectionString, max: 4 });
  // Connections are ended on purpose here, and what the pool says about it is not the test's matter.
  pool.on("error", () => {});
  return pool;
}

/** Rows and refusals together, because a test says itself which of the two it expects. */
export type ReplyBody = {
  readonly fields?: readonly Record<string, unknown>[];
  readonly rows?: readonly unknown[];
  readonly command?: string;
  readonly rowCount?: number | null;
  readonly results?: readonly ReplyBody[];
  readonly message?: string;
  readonly code?: string;
};

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReplyBody;
};

/** A request of the driver's kind, made by hand. */
export function createSender(proxy: NeonProxy, connectionString: string) {
  return async (
    body: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Reply> => {
    const response = await fetch(proxy.url, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: {
        "Neon-Connection-String": connectionString,
        "Neon-Raw-Text-Output": "true",
        "Neon-Array-Mode": "true",
        ...headers,
      },
      ...(signal && { signal }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: JSON.parse((await response.text()) || "null"),
    };
  };
}
