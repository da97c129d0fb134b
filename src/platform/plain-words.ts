import type { z } from "zod";

type RawIssue = z.core.$ZodRawIssue;
type Bound = number | bigint;
type Sized = { readonly origin: string; readonly exact?: boolean | undefined };

const wantedKinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  bigint: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const formats: Readonly<Record<string, string>> = {
  email: "an email address, such as ayu@example.com",
  url: "an address, such as https://example.com/saku",
  datetime: "a moment with its zone, such as 2026-11-21T08:16:30.500+07:00",
  date: "a day, such as 2026-11-21",
  ipv4: "an IPv4 address, such as 203.0.113.7",
  ipv6: "an IPv6 address, such as 2001:db8::7",
};

/**
 * Says what is wrong with a value to whoever sent it, where its schema has no words of its own: what is wanted, and what
 * kind of thing came. The value itself is not repeated, because it may be a secret.
 */
export function plainWords(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return wrongKind(issue.expected, issue.input);
    case "invalid_value":
      return `Expected ${oneOf(issue.values)}, but ${anotherOf(issue.input)} was sent.`;
    case "too_small":
      return tooFew(issue, issue.minimum, issue.input);
    case "too_big":
      return tooMany(issue, issue.maximum, issue.input);
    case "invalid_format":
      return `Expected ${formats[issue.format] ?? "the form that the reference at /docs shows"}, but another text was sent.`;
    case "not_multiple_of":
      return `Expected a multiple of ${issue.divisor}.`;
    case "invalid_key":
      return issue.issues[0]?.message ?? "This name is not one that may be used here.";
    default:
      return `Expected one of the forms that the reference at /docs shows, but ${kindOf(issue.input)} was sent.`;
  }
}

/** What was sent, as a person would call it. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return value === "" ? "an empty text" : "a text";
    case "number":
      return Number.isInteger(value) ? "a number" : "a number with decimals";
    case "boolean":
      return String(value);
    default:
      return "an object";
  }
}

function wrongKind(expected: string, input: unknown): string {
  if (input === undefined) return "Required.";
  const wanted = wantedKinds[expected] ?? "the form that the reference at /docs shows";
  return `Expected ${wanted}, but ${kindOf(input)} was sent.`;
}

function oneOf(values: readonly unknown[]): string {
  const names = values.map(String);
  if (names.length < 2) return names.join("");
  return `one of ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function anotherOf(input: unknown): string {
  return typeof input === "string" && input !== "" ? "another text" : kindOf(input);
}

function tooFew({ origin, exact }: Sized, minimum: Bound, input: unknown): string {
  const size = sizeOf(origin, input);
  if (size === null) return `Expected ${minimum} or more, but a smaller number was sent.`;
  return `Expected ${exact ? "exactly" : "at least"} ${counted(minimum, origin)}, but ${sent(size)}.`;
}

function tooMany({ origin, exact }: Sized, maximum: Bound, input: unknown): string {
  const size = sizeOf(origin, input);
  if (size === null) return `Expected ${maximum} or less, but a larger number was sent.`;
  return `Expected ${exact ? "exactly" : "at most"} ${counted(maximum, origin)}, but ${sent(size)}.`;
}

function sizeOf(origin: string, input: unknown): number | null {
  if (origin === "string" && typeof input === "string") return input.length;
  return origin === "array" && Array.isArray(input) ? input.length : null;
}

function counted(count: Bound, origin: string): string {
  const unit = origin === "array" ? "item" : "character";
  return `${count} ${unit}${String(count) === "1" ? "" : "s"}`;
}

function sent(size: number): string {
  if (size === 0) return "it is empty";
  return size === 1 ? "1 was sent" : `${size} were sent`;
}
