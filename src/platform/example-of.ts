import { refPattern } from "./ids.ts";

/** As much of a JSON Schema as an example is made of. */
type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** What a text is where nothing says what it could be; no example that is shown holds it. */
export const unknownText = "string";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const sampleRef = "01JD3Z8K4M6N7P8Q9R0S1T2V3";

// What is counted in money, and what of it is mostly nothing.
const amountNames =
  /^((.*_)?(amount|balance|available|credits?|debits?|fixed)|balance_after|pending_(in|out)|used|remaining|captured|target|current|threshold|value)$/;
const zeroNames =
  /^((refunded|reversed|rounding|collected|starting)_amount|pending_.*|captured|hysteresis|fee_fixed)$/;

/** Values that a reader believes, by the name of their field. A schema with examples of its own needs none of these. */
const textsByName: Readonly<Record<string, string>> = {
  access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIwMUpEM1oifQ.c2lnbmF0dXJl",
  account_ends_in: "7890",
  account_version: "7",
  action: "wallet.opened",
  aggregate_type: "wallet",
  aggregatetype: "wallet",
  amount_text: "Rp15.000",
  anonymous_name: "Somebody",
  backup_code: "K7QW-9XJ2-M4RT-6YHB-0CDE-3FGN",
  banned_title: "prank call",
  banned_word: "spam",
  bio: "Guitar and long talks, every evening.",
  book: "general",
  challenge_token: `mc_${sampleRef}W.q3x0Vt8sJm5kYb2nRz7cLw1fHd4gPa6uQe9iToXyKjA`,
  code: "insufficient_funds",
  conn: "c1",
  context: "wallets",
  currency: "IDR",
  dataschema: "/events/wallet.opened.json",
  day: "2026-11-21",
  description: "Lunch for three",
  display_name: "Ayu",
  donor: "Sari",
  donor_name: "Sari",
  email: "ayu@example.com",
  entity_type: "wallet",
  entry_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  event_key: "evt_1042",
  event_type: "wallet.opened",
  fee_percentage: "0.0500",
  group: "audit",
  header_name: "authorization",
  held_for: "BANNED_WORD",
  holder_name: "Sari Dewi",
  ip: "203.0.113.7",
  ip_allow_list: "203.0.113.0/24",
  kid: "01JD3Z8K4M6N7P8Q9R0S1T2V3K",
  message: "Semangat!",
  name: "Main",
  owner_type: "WALLET",
  prefix: "saku_test_7Kp2mXq9",
  reason: "Returned goods",
  reference: "invoice-1042",
  refresh_token: `rt_${sampleRef}W.q3x0Vt8sJm5kYb2nRz7cLw1fHd4gPa6uQe9iToXyKjA`,
  role: "user",
  running_text: "Terima kasih!",
  scope: "wallets:read",
  seal_hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  slug: "main",
  sound: "drop",
  status: "COMPLETED",
  theme: "calm",
  ticket: "q3x0Vt8sJm5kYb2nRz7cLw1fHd4gPa6uQe9iToXyKjA",
  time_zone: "Asia/Jakarta",
  timezone: "Asia/Jakarta",
  title: "A new microphone",
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  transaction_type: "TRANSFER",
  type: "TRANSFER",
  url: "https://shop.example.com/saku",
  user_agent: "Firefox on a laptop",
  username: "ayu",
  version: "0.1.0",
  video_id: "dQw4w9WgXcQ",
  voice: "id-ID-Standard-A",
  watch_token: "q3x0Vt8sJm5kYb2nRz7cLw1fHd4gPa6uQe9iToXyKjA",
  x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
};

// Of the states that a thing can have, the one that most of them are in.
const usualStates: ReadonlySet<unknown> = new Set([
  "COMPLETED",
  "ACTIVE",
  "PAID",
  "DELIVERED",
  "ENABLED",
  "SUCCESS",
  "APPROVED",
]);

// What most things do not have, or not yet.
const usuallyNull =
  /^(failure|original_transaction_ref|scheduled_for|expires_at|next_cursor|rotated_to|(revoked|deleted|closed|ended|failed|disabled)_at)$/;

/** A value that a schema describes, for a field of this name. */
export function exampleOf(schema: Schema, name = ""): unknown {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return exampleOfChoice(choices, schema, name);
  if (schema.pattern === refPattern.source) return refOf(name);
  const [given] = schema.examples ?? [];
  if (given !== undefined) return given;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.find((value) => usualStates.has(value)) ?? schema.enum[0];
  return exampleOfType(schema, name);
}

function exampleOfChoice(choices: readonly Schema[], schema: Schema, name: string): unknown {
  const canBeNull = choices.some(({ type }) => type === "null");
  if (canBeNull && usuallyNull.test(name)) return null;
  const [given] = schema.examples ?? [];
  if (given !== undefined) return given;
  const first = choices.find(({ type }) => type !== "null");
  return first ? exampleOf(first, name) : null;
}

function exampleOfType(schema: Schema, name: string): unknown {
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, child]) => [key, exampleOf(child, key)]),
      );
    case "array":
      return schema.items ? [exampleOf(schema.items, name.replace(/s$/, ""))] : [];
    case "integer":
    case "number":
      // The smallest exact integer is what a schema says when it means that there is no limit.
      return Math.max(schema.minimum ?? 1, 0);
    case "boolean":
      return name === "ok" || name === "is_active";
    case "string":
      return exampleOfText(schema, name);
    default:
      return null;
  }
}

function exampleOfText({ format }: Schema, name: string): string {
  if (format === "date-time") return "2026-11-21T01:16:30.000Z";
  if (format === "date") return "2026-11-21";
  if (name.endsWith("_ref")) return refOf(name);
  if (zeroNames.test(name)) return "0";
  return amountNames.test(name) ? "15000" : (textsByName[name] ?? unknownText);
}

/** Different things have different refs, and the same thing has the same one in every example. */
function refOf(name: string): string {
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return `${sampleRef}${alphabet[sum % alphabet.length]}`;
}
