// `npm run torture`: many clients move money while Workers, proxy and database are killed and cut at random, and in the
// end the clients' own log is held against the books. Exit code 1 when anything is wrong.
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { decimalNumber, optionsOrExit, wholeNumber } from "../../scripts/options.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createRefs } from "../../src/platform/ids.ts";
import { bookFaults } from "../../test/support/model/books.ts";
import { openStopSignal } from "../stop-signal.ts";
import { openBank, type Scene } from "./bank.ts";
import { checkHistory } from "./check-history.ts";
import { createTortureClient, type TortureClient } from "./client.ts";
import { createHistory, type HistoryLog, operationsOf } from "./history.ts";
import { startInjector } from "./injector.ts";
import { createRandom } from "./random.ts";
import { readWhole } from "./reader.ts";
import { printReport } from "./report.ts";
import { openRig, type Rig } from "./rig.ts";
import { readTruth } from "./truth.ts";
import { workloads } from "./workloads/index.ts";

const seedLimit = 2 ** 31;
const values = optionsOrExit(
  "torture",
  "Moves money while everything underneath is killed and cut, and holds what the clients were told against the books.",
  {
    minutes: decimalNumber("how long things are broken", {
      least: 0.1,
      most: 10_000,
      otherwise: 1,
    }),
    clients: wholeNumber("how many clients move money at once", {
      least: 1,
      most: 1_000,
      otherwise: 16,
    }),
    workers: wholeNumber("how many Workers serve them, each with lanes of its own", {
      least: 1,
      most: 16,
      otherwise: 2,
    }),
    seed: wholeNumber("of chance; a report names its own", {
      least: 0,
      most: seedLimit,
      otherwise: null,
    }),
  },
);
const drainLimitMs = 90_000;
const minuteMs = 60_000;
const settleMs = 3_000;
const pollMs = 500;

const seed = values.seed ?? Math.floor(Math.random() * seedLimit);
const random = createRandom(seed);
const stop = openStopSignal(() => process.exit(130));
const history = createHistory();
const newOwner = createRefs(systemClock);
const report = (line: string) => console.log(line);

report(`Seed ${seed}. Building the bundle and starting the stack...`);
const rig = await openRig({ workerCount: values.workers, seed, random, report });
try {
  process.exitCode = await torture(rig);
} finally {
  await rig.close();
}

async function torture(rig: Rig): Promise<number> {
  const giveUp = new AbortController();
  const clientOf = (name: string, own: number) => {
    const { url, operatorKey } = rig;
    const options = { url, operatorKey, history, random: createRandom(own), giveUp: giveUp.signal };
    return createTortureClient(options, name);
  };
  const pools = await openBank(clientOf("bank", seed), history, newOwner);
  const startedAtMs = performance.now();
  const ending = AbortSignal.any([stop.signal, AbortSignal.timeout(values.minutes * minuteMs)]);
  const injector = startInjector(rig, random, ending);
  const reading = readWhole(rig.ownerUrl, history, ending);
  const playing = Array.from({ length: values.clients }, (_none, place) => {
    const own = seed + place + 1;
    const client = clientOf(`client${place}`, own);
    return play({ client, random: createRandom(own), ...pools, newOwner }, ending);
  });
  const ticker = setInterval(() => report(progressOf(history, startedAtMs)), minuteMs / 2);

  await injector.done;
  clearInterval(ticker);
  report("Everything is mended; waiting for the clients to know what became of all they asked...");
  await rig.mend();
  const limit = setTimeout(() => giveUp.abort(), drainLimitMs);
  await Promise.all([...playing, reading]);
  clearTimeout(limit);
  const faults = await judge(rig, clientOf("auditor", seed));
  printReport({
    seed,
    history,
    faults,
    broken: injector.counts,
    ms: performance.now() - startedAtMs,
  });
  return faults.length === 0 ? 0 : 1;
}

async function play(scene: Scene, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    const [, workload] = scene.random.oneOf(workloads);
    await workload(scene);
  }
}

async function judge(rig: Rig, auditor: TortureClient): Promise<string[]> {
  const owner = new Client({ connectionString: rig.ownerUrl });
  await owner.connect();
  try {
    await awaitAccepted(owner);
    // What a Worker was still about to do for clients that had left is over by then.
    await sleep(settleMs);
    const integrity = await auditor.audit();
    const truth = await readTruth(owner);
    const booked = await bookFaults(owner);
    return [...checkHistory(history, truth), ...booked, ...integrity, ...unansweredFaults()];
  } finally {
    await owner.end();
  }
}

/** Lanes do what they have accepted as soon as they can, also when nobody asks again. */
async function awaitAccepted(owner: Client): Promise<void> {
  const keys = new Set(
    history.attempts.flatMap(({ key, reply }) => (reply.kind === "accepted" ? [key] : [])),
  );
  const sql = "select count(*)::int as done from platform.idempotency_keys where key = any ($1)";
  const limitMs = performance.now() + drainLimitMs;
  while (performance.now() < limitMs) {
    const { rows } = await owner.query<{ done: number }>(sql, [[...keys]]);
    if (rows[0]?.done === keys.size) return;
    await sleep(pollMs);
  }
}

/** When everything works again, whoever asks again is told. */
function unansweredFaults(): string[] {
  return operationsOf(history).flatMap(({ key, reply, requests }) =>
    reply.kind === "unknown" && requests.length > 1
      ? [`${key} was asked ${requests.length} times and never answered: ${reply.why}`]
      : [],
  );
}

function progressOf({ attempts, reads }: HistoryLog, startedAtMs: number): string {
  const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
  return `${seconds} s: ${attempts.length} attempts, ${reads.length} whole readings`;
}
