import pg from "pg";
import { isRefusal, refusal } from "./refusal.ts";

/** What went wrong with the connection or the role, in plain words; undefined for anything else. */
export function connectionFault(error: unknown, url: URL): Error | undefined {
  if (isRefusal(error) || !(error instanceof Error)) return undefined;
  const explanation = byCode(codeOf(error), url) ?? byMessage(error.message, url);
  if (explanation !== undefined) return refusal(explanation);
  if (!(error instanceof pg.DatabaseError)) return undefined;
  return refusal(`The database at ${url.host} refused (${error.code}): ${error.message}`);
}

function codeOf(error: Error): string {
  // Node tries every address of a host and reports the attempts together.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && "code" in first ? String(first.code) : "";
}

function byCode(code: string, url: URL): string | undefined {
  const role = decodeURIComponent(url.username);
  const database = decodeURIComponent(url.pathname.slice(1));
  const explanations: Record<string, string> = {
    ENOTFOUND: `There is no host called ${url.hostname}. Check the host in the database URL, and the network.`,
    EAI_AGAIN: `The name ${url.hostname} could not be looked up. Check the network.`,
    ECONNREFUSED: `Nothing answers at ${url.host}. Start Postgres there (the local one runs with npm start), or correct the URL.`,
    EHOSTUNREACH: `${url.host} cannot be reached. Check the network.`,
    ENETUNREACH: `${url.host} cannot be reached. Check the network.`,
    ETIMEDOUT: `${url.host} did not answer in time. Check the host, the port and the firewall.`,
    ECONNRESET: `The connection to ${url.host} was cut. A file that was being applied was not kept; run this again.`,
    "28P01": `${url.host} refused the password of the role "${role}".`,
    "28000": `${url.host} does not let the role "${role}" in.`,
    "3D000": `There is no database called "${database}" at ${url.host}. Create it, or correct the URL.`,
    "42501": `The role "${role}" may not do this in the database "${database}": connect as the role that owns it.`,
    "53300": `${url.host} has no connection left. Close others, then run this again.`,
    "57P01": `The server at ${url.host} closed the connection. A file that was being applied was not kept; run this again.`,
    "57P03": `The server at ${url.host} is still starting or shutting down. Run this again in a moment.`,
  };
  return explanations[code] ?? tlsFault(code, url);
}

function tlsFault(code: string, url: URL): string | undefined {
  if (!/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code)) return undefined;
  return `The certificate of ${url.hostname} was not accepted (${code}). Name its authority with sslrootcert in the URL.`;
}

// The driver gives these faults no code.
function byMessage(message: string, url: URL): string | undefined {
  if (message.includes("does not support SSL")) {
    return `${url.host} does not speak TLS. If that is intended, add sslmode=disable to the URL.`;
  }
  if (/timeout/i.test(message)) return byCode("ETIMEDOUT", url);
  if (message.includes("password must be a")) {
    return `${url.host} asks for a password and the database URL holds none.`;
  }
  if (message.startsWith("Connection terminated")) return byCode("ECONNRESET", url);
  return undefined;
}
