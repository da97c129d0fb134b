// Turns the JSON of a parameter into the text form that Postgres parses: the rules are Neon's.

import { refusalOf } from "./refusal.ts";

const maxParameters = 65_535;

export function parametersOf(values: readonly unknown[]): (string | null)[] {
  if (values.length > maxParameters) {
    throw refusalOf(400, "error encoding message to server: value too large to transmit");
  }
  return values.map((value) => {
    if (typeof value === "string") return value;
    return Array.isArray(value) ? arrayLiteralOf(value) : jsonTextOf(value);
  });
}

function jsonTextOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Strings are quoted as JSON quotes them, which an array literal understands. */
function arrayLiteralOf(values: readonly unknown[]): string {
  const elements = values.map((value) => {
    if (value === null) return "NULL";
    if (Array.isArray(value)) return arrayLiteralOf(value);
    const text = JSON.stringify(value);
    return text.startsWith("{") ? JSON.stringify(text) : text;
  });
  return `{${elements.join(",")}}`;
}
