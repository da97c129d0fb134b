import type { Unit } from "./lanes.ts";

/**
 * A unit as its lane handles it: what a lane has to know of its commands, and the commands as the text that Postgres will
 * read. A lane passes thousands a second on, and neither writes nor reads what they say.
 */
export type PackedUnit = {
  readonly refs: readonly string[];
  /** Whose key each command claims. */
  readonly claims: readonly string[];
  /** When a promise of each command runs out, or null. */
  readonly expiries: readonly (string | null)[];
  /** The commands as JSON, with commas between them. */
  readonly text: string;
};

type Head = readonly [PackedUnit["refs"], PackedUnit["claims"], PackedUnit["expiries"]];

/** Two senders may have given their chains one name, and only one of the chains may break: each has its first ref. */
export function packUnit(unit: Unit): PackedUnit {
  const [first] = unit;
  const linked =
    first?.chain === undefined
      ? unit
      : unit.map((command) => ({ ...command, chain: first.transaction_ref }));
  return {
    refs: unit.map((command) => command.transaction_ref),
    claims: unit.map(({ scope, key }) => `${scope} ${key}`),
    expiries: unit.map(({ is_hold, expires_at }) => (is_hold && expires_at) || null),
    text: linked.map((command) => JSON.stringify(command)).join(),
  };
}

// JSON has no line break of its own, so two lines a unit need no quoting of what they hold.

export function writeUnits(units: readonly PackedUnit[]): string {
  return units
    .map(({ refs, claims, expiries, text }) => {
      const head: Head = [refs, claims, expiries];
      return `${JSON.stringify(head)}\n${text}`;
    })
    .join("\n");
}

export function readUnits(lines: string): PackedUnit[] {
  const units: PackedUnit[] = [];
  const parts = lines.split("\n");
  for (let place = 0; place + 1 < parts.length; place += 2) {
    const [refs, claims, expiries]: Head = JSON.parse(parts[place] ?? "");
    units.push({ refs, claims, expiries, text: parts[place + 1] ?? "" });
  }
  return units;
}
