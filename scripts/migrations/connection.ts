import pg from "pg";
import { connectionFault } from "./connection-faults.ts";
import { refusal } from "./refusal.ts";

// Slow enough for a Neon project that sleeps and has to wake up.
const connectTimeoutMs = 15_000;
// DDL that waits for a long transaction makes every other query of that table wait behind it.
const lockTimeoutMs = 15_000;
const oldestServerVersion = 180_000;
const tlsModes = ["disable", "no-verify", "prefer", "require", "verify-ca", "verify-full"];

/** Opens the owner's connection for one piece of work, and closes it whatever happens. */
export async function withOwner<T>(
  ownerUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const url = ownerUrlOf(ownerUrl);
  const isBound = new URL(ownerUrl).searchParams.get("channel_binding") === "require";
  const client = clientOf(url, isBound);
  // Without a listener a connection that breaks between two queries would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await refuseOldServer(client);
    await resetSession(client);
    return await work(client);
  } catch (error) {
    throw connectionFault(error, url) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

// The driver reads the certificates that the URL names, and decodes the rest of it, right here.
function clientOf(url: URL, enableChannelBinding: boolean): pg.Client {
  try {
    return new pg.Client({
      connectionString: url.href,
      application_name: "saku migrate",
      connectionTimeoutMillis: connectTimeoutMs,
      enableChannelBinding,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be read";
    throw refusal(`The database URL cannot be used: ${reason}. Correct it and run this again.`);
  }
}

/** A file may have changed settings for the session; the next one starts from the same ground. */
export async function resetSession(client: pg.Client): Promise<void> {
  await client.query(
    `RESET ROLE; RESET ALL; SET search_path = ''; SET lock_timeout = ${lockTimeoutMs}; SET statement_timeout = 0`,
  );
}

/** Checks the URL and settles its TLS mode; a fault never repeats the URL, which holds a password. */
function ownerUrlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isEncoded = !/%(?![0-9a-f]{2})/i.test(text);
  if (!url?.hostname || !/^postgres(ql)?:$/.test(url.protocol) || !isEncoded) {
    throw refusal(
      "The database URL is not valid: write postgres://ROLE:PASSWORD@HOST:PORT/DATABASE, with special characters of the password percent-encoded.",
    );
  }
  if (url.pathname.length < 2) {
    throw refusal("The database URL names no database: end it with /DATABASE.");
  }
  refusePooledHost(url.hostname);
  return withTlsMode(url);
}

// Neon's pooler hands out another session with each transaction, so a session lock protects nothing.
function refusePooledHost(host: string): void {
  const direct = host.replace(/^([^.]+)-pooler\./, "$1.");
  if (direct === host) return;
  throw refusal(
    `${host} is Neon's pooler, through which a session lock does not hold. Use the direct host: ${direct}`,
  );
}

/**
 * A host that is not this machine is spoken to through TLS with a checked certificate, unless
 * sslmode says otherwise. The driver treats prefer, require and verify-ca as verify-full and warns
 * that this will change, so the mode is spelled out.
 */
function withTlsMode(url: URL): URL {
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const mode = url.searchParams.get("sslmode") ?? (isLocal ? "disable" : "verify-full");
  if (!tlsModes.includes(mode)) {
    throw refusal(
      `The database URL asks for sslmode=${mode}, which is none of ${tlsModes.join(", ")}.`,
    );
  }
  const isExact = mode === "disable" || mode === "no-verify";
  url.searchParams.set("sslmode", isExact ? mode : "verify-full");
  url.searchParams.delete("channel_binding");
  return url;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
  );
  const server = rows[0];
  if (server === undefined || server.number >= oldestServerVersion) return;
  throw refusal(
    `The server is Postgres ${server.version}; Saku needs Postgres 18 or newer, because it uses uuidv7().`,
  );
}
