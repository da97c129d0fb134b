// The same random programs against the reference ledger and the product over HTTP, lanes and all.
import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bookFaults } from "../support/model/books.ts";
import type { Outcome, Program, Step } from "../support/model/command.ts";
import { openHttpLedger } from "../support/model/http-ledger.ts";
import { performStep } from "../support/model/ledger.ts";
import { readingsOf } from "../support/model/ledger-under-test.ts";
import { programs } from "../support/model/programs.ts";
import { runsOf, suiteTimeoutMs } from "../support/model/runs.ts";
import { openingState } from "../support/model/state.ts";
import { openSite, type Site } from "../support/site.ts";

const shape = {
  maxSteps: 25,
  hasControls: true,
  // Bulk takes new money only: nobody captures or reverses in it.
  hasActsInChains: false,
  hasForeignGuards: false,
  hasReferences: true,
  // A request about what is not there never becomes a command, and so leaves nothing to repeat.
  hasMissingOriginals: false,
};

let site: Site;
let owner: Client;

beforeAll(async () => {
  site = await openSite();
  owner = new Client({ connectionString: site.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await site.close();
});

it("answers every program as the reference does, over HTTP", {
  timeout: suiteTimeoutMs,
}, async () => {
  await fc.assert(fc.asyncProperty(programs(shape), expectAsReference), runsOf(15));
});

async function expectAsReference(program: Program): Promise<void> {
  const ledger = await openHttpLedger(site.api, owner, program.world);
  const answered = await ledger.perform(program.steps);
  let state = openingState(program.world);
  const expected = program.steps.flatMap((step) => {
    const performed = performStep(state, step);
    state = performed.state;
    return performed.outcomes.map((outcome) => asTold(step, outcome));
  });
  expect(answered).toEqual(expected);
  expect(await ledger.read()).toEqual(readingsOf(state));
  expect(await bookFaults(owner)).toEqual([]);
}

/** Bulk does not say which of its results are repetitions. */
function asTold(step: Step, outcome: Outcome): Outcome {
  const isChain = step.kind === "money" && step.commands.length > 1;
  return isChain ? { ...outcome, isReplayed: false } : outcome;
}
