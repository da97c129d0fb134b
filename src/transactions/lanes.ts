import type { Ref } from "../platform/ids.ts";
import type { Command, Reply } from "./command.ts";

/** Commands that belong together: one alone, or a chain that is done whole or not at all. */
export type Unit = readonly Command[];

/** The way of money commands to the ledger. A lane gathers what arrives while its last batch is on its way. */
export type Lanes = {
  /** Answers each unit's commands in order, once it is known what became of them. */
  readonly submit: (lane: number, units: readonly Unit[]) => Promise<readonly (readonly Reply[])[]>;
  /** Keeps a command durably and applies it later. Answers the ref under which it can be read from now on. Null where nothing is kept. */
  readonly accept: ((lane: number, command: Command) => Promise<Accepted>) | null;
  /** A command that was accepted and that the ledger may not know yet. */
  readonly find: (lane: number, transactionRef: Ref) => Promise<Waiting | null>;
  readonly count: number;
};

export type Accepted =
  | { readonly transactionRef: Ref; readonly acceptedAt: string; readonly isReplayed: boolean }
  | { readonly code: "idempotency_key_reused" | "lane_busy" };

export type Waiting = {
  readonly command: Command;
  readonly acceptedAt: string;
  readonly reply: Reply | null;
};

/** More lanes than this could not be told apart by the digits of a ref that name one. */
export const maxLanes = 1024;

/** The lane of a wallet: stable for as long as the number of lanes is, and safe when it changes. */
export function laneOf(walletRef: Ref | null, count: number): number {
  // FNV-1a: refs that were made in the same millisecond still spread.
  let hash = 0x811c9dc5;
  for (const character of walletRef ?? "") {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  }
  return hash % count;
}

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const lanePlace = 10;

/** Writes the lane into the first two random digits of a ref, so that a command can be found before the ledger has it. */
export function refInLane(ref: Ref, lane: number): Ref {
  const named = `${digits[lane >> 5]}${digits[lane & 31]}`;
  return ref.slice(0, lanePlace) + named + ref.slice(lanePlace + named.length);
}

/** The lane that a ref may name. */
export function laneNamedBy(ref: Ref): number {
  return digits.indexOf(ref[lanePlace] ?? "") * 32 + digits.indexOf(ref[lanePlace + 1] ?? "");
}
