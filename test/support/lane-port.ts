import { createHash } from "node:crypto";
import type { Command, LaneAnswer, PackedUnit, Unit } from "../../src/transactions/index.ts";
import { newRef } from "./refs.ts";

/** What happens to one sending of a batch: nothing special, or a failure before or after it was done. */
export type Step =
  | { readonly fails: Error; readonly isDone?: boolean }
  | { readonly until: Promise<void> };

/** The far side of a lane: it does each command once, as the ledger does, and fails as its test has written down. */
export type LanePort = {
  readonly apply: (units: readonly PackedUnit[]) => Promise<string[]>;
  /** The commands of every sending, in order. */
  readonly sent: (readonly Command[])[];
  /** How often each transaction was done. */
  readonly done: Map<string, number>;
  /** For the sendings to come, one each; then those of always. */
  readonly next: Step[];
  /** Asked at every sending that has no step of its own. */
  always: (commands: readonly Command[]) => Step | undefined;
};

export function openLanePort(): LanePort {
  const done = new Map<string, number>();
  const port: LanePort = {
    sent: [],
    done,
    next: [],
    always: () => undefined,
    async apply(units) {
      const commands: Command[] = JSON.parse(`[${units.map(({ text }) => text).join()}]`);
      port.sent.push(commands);
      const step = port.next.shift() ?? port.always(commands);
      if (step && "until" in step) await step.until;
      if (step && "fails" in step && !step.isDone) throw step.fails;
      const replies = commands.map(({ transaction_ref }) => {
        const isRepeated = done.has(transaction_ref);
        if (!isRepeated) done.set(transaction_ref, 1);
        return JSON.stringify({ transaction_ref, ...(isRepeated && { replayed: true }) });
      });
      if (step && "fails" in step) throw step.fails;
      return replies;
    },
  };
  return port;
}

/** What the driver throws: with a code when Postgres has answered, and without when nobody knows. */
export function databaseError(code?: string, message = "It did not work."): Error {
  return Object.assign(new Error(message), {
    name: "NeonDbError",
    ...(code !== undefined && { code }),
  });
}

export function newCommand(more: Partial<Command> = {}): Command {
  return {
    type: "TRANSFER",
    currency: "IDR",
    amount: "1",
    source_wallet_ref: newRef(),
    destination_wallet_ref: newRef(),
    transaction_ref: newRef(),
    journal_ref: newRef(),
    event_ref: newRef(),
    traceparent: null,
    scope: "00000000000000000000000001",
    acting_owner: null,
    key: newRef(),
    operation: "transactions.transfer",
    request_hash: createHash("sha256").update(newRef()).digest("hex"),
    ...more,
  };
}

export const newUnits = (count: number): Unit[] =>
  Array.from({ length: count }, () => [newCommand()]);

export const newChain = (length: number, chain = "chain"): Unit =>
  Array.from({ length }, () => newCommand({ chain }));

export const refsOf = (commands: readonly Command[]): string[] =>
  commands.map(({ transaction_ref }) => transaction_ref);

export const kindsOf = (answers: readonly LaneAnswer[]): string[] =>
  answers.map(({ kind }) => kind);

/** A promise that its test fulfils when it likes. */
export function openGate(): { readonly until: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { until, open };
}
