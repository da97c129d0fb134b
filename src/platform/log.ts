/** One line of JSON an event. What may identify or authorise somebody never reaches it. */
export type LogFields = Readonly<Record<string, unknown>>;
export type Level = "info" | "warn" | "error";

const secretNames =
  /authorization|cookie|password|secret|token|api_?key|otp|\bpin\b|email|phone|address|birth|full_name|donor|message_text/i;
// Each part is bounded: the caller chooses the path that is searched, and may choose it long.
const secretValues: readonly RegExp[] = [
  /saku_(?:live|test)_[A-Za-z0-9_-]+/g,
  /\bpostgres(?:ql)?:\/\/[^\s"']+/g,
  /\bBearer\s+[^\s"']+/gi,
  /\b(?:rt|pr|mc)_[0-9A-Z]{26}\.[\w-]+/g,
  /\b(?:ovl|dw|whsec)_[\w+/=-]{20,200}/g,
  // Whoever has the ticket hears the message, and audio can be asked for by its address alone.
  /(?<=\/v1\/speech\/)[^\s"'/]+/g,
  /\beyJ[\w-]{1,4096}\.[\w-]{1,4096}\.[\w-]+/g,
  /[^\s"'<>@]{1,64}@[^\s"'<>@]{1,255}\.[a-z]{2,}/gi,
];

// Most texts are refs and words of ours; only one that could hold a secret is searched for each kind.
const suspicious = /saku_|postgres|bearer|(?:rt|pr|mc|ovl|dw|whsec)_|eyJ|@|\/speech\//i;

export function log(level: Level, event: string, fields: LogFields = {}): void {
  const line = JSON.stringify({ level, event, ...redact(fields) });
  if (level === "error") console.error(line);
  else console.log(line);
}

// The names of fields are ours, and so few; a stranger's would be told by its bound.
const maxKnownNames = 1_000;
const knownNames = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  let isSecret = knownNames.get(name);
  if (isSecret === undefined) {
    isSecret = secretNames.test(name);
    if (knownNames.size < maxKnownNames) knownNames.set(name, isSecret);
  }
  return isSecret;
}

/** Replaces secrets and personal data, by the field's name and by the text's shape. */
export function redact(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isSecretName(name) ? "[redacted]" : redactValue(value),
    ]),
  );
}

function redactValue(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") {
    if (!suspicious.test(value)) return value;
    return secretValues.reduce((text, pattern) => text.replace(pattern, "[redacted]"), value);
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(redactValue);
  if (value !== null && typeof value === "object") return redact(value as LogFields);
  return value;
}
