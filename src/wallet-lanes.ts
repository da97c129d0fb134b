import type { WalletLane } from "../durable-objects/wallet-lane.ts";
import { platformProblem } from "./platform/errors.ts";
import { createGatherer } from "./platform/gather.ts";
import { log } from "./platform/log.ts";
import type { Problem } from "./platform/problem.ts";
import {
  type LaneAnswer,
  type Lanes,
  type PackedUnit,
  packUnit,
  readAnswers,
  repliesOf,
  writeUnits,
} from "./transactions/index.ts";

const attempts = 4;
const pauseMs = 100;

/** The lanes as Durable Objects. A lane that was lost with its answer is asked again; the same refs make it one command. */
export function createWalletLanes(
  namespace: DurableObjectNamespace<WalletLane>,
  count: number,
): Lanes {
  // A stub stays broken after an exception, so each attempt has its own.
  const stubOf = (lane: number) => namespace.getByName(`lane-${lane}`);
  const gatherers = new Map<
    number,
    (units: readonly PackedUnit[]) => Promise<readonly LaneAnswer[]>
  >();
  const gathererOf = (lane: number) => {
    const known = gatherers.get(lane);
    if (known) return known;
    const made = createGatherer<readonly PackedUnit[], readonly LaneAnswer[]>({
      send: async (groups) => {
        const units = writeUnits(groups.flat());
        const answers = readAnswers(await persistently(() => stubOf(lane).submit(units)));
        let taken = 0;
        return groups.map((group) => {
          taken += group.length;
          return answers.slice(taken - group.length, taken);
        });
      },
      sizeOf: (units) => units.reduce((sum, { text }) => sum + text.length, 0),
    });
    gatherers.set(lane, made);
    return made;
  };
  return {
    count,
    submit: async (lane, units) => {
      const answers = await gathererOf(lane)(units.map(packUnit));
      return units.map((unit, index) => repliesOf(unit, answers[index]));
    },
    accept: async (lane, command) =>
      JSON.parse(await persistently(() => stubOf(lane).accept(JSON.stringify(command)))),
    find: async (lane, transactionRef) =>
      JSON.parse(await persistently(() => stubOf(lane).find(transactionRef))),
  };
}

async function persistently<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      log("warn", "lane_lost", { attempt, error: String(error) });
      if (attempt === attempts) throw unanswered(error);
      await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt));
    }
  }
}

function unanswered(cause: unknown): Problem {
  const detail =
    "The wallet's lane did not answer. Send the same request again with the same Idempotency-Key.";
  const problem = platformProblem("database_unavailable", detail, {}, { "Retry-After": "1" });
  return Object.assign(problem, { cause });
}
