import { expect } from "vitest";
import { createGroupCommit, maxWaitingCommands } from "../../src/transactions/group-commit.ts";
import { type LaneAnswer, packUnit, type Unit } from "../../src/transactions/index.ts";
import { type LanePort, newUnits, openLanePort } from "./lane-port.ts";

export type Lane = {
  readonly submit: (units: readonly Unit[]) => Promise<LaneAnswer[]>;
  readonly port: LanePort;
};

/** A lane before a port that fails as written down, with a clock that only its own pauses move on. */
export function openLane({ isTireless = true, pauseMs = 0 } = {}): Lane {
  const port = openLanePort();
  let now = 1_000_000;
  const group = createGroupCommit({
    apply: port.apply,
    now: () => now,
    sleep: async (ms) => {
      now += ms + pauseMs;
      await new Promise((resolve) => setImmediate(resolve));
    },
    report: () => undefined,
    isTireless,
  });
  return { submit: (units) => group.submit(units.map(packUnit)), port };
}

/** A pause after which whoever waited has waited too long. */
export const longerThanPatience = 11_000;

/** Nothing is counted as waiting any more: exactly as much as a lane ever takes is taken. */
export async function expectNothingWaiting({ submit, port }: Lane): Promise<void> {
  port.always = () => undefined;
  const answers = await submit(newUnits(maxWaitingCommands));
  expect(answers.filter(({ kind }) => kind !== "replies")).toEqual([]);
}

export function expectDoneOnce({ port }: Lane, refs: readonly string[]): void {
  expect(refs.map((ref) => port.done.get(ref))).toEqual(refs.map(() => 1));
}
