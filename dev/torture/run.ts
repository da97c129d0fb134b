// `npm run torture`: many clients move money while Workers, proxy and database are killed and cut at random, and in the
// end the clients' own log is held against the books. Exit code 1 when anything is wrong.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Client } from "pg";
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

const usage = `Moves money while everything underneath is killed and cut, and holds what the clients were told against the books.

  npm run torture -- [--minutes N] [--clients N] [--workers N] [--seed S]

  --minutes N   how long things are broken (1)
  --clients N   how many clients move money at once (16)
  --workers N   how many Workers serve them, each with lanes of its own (2)
  --seed S      of chance; a report names its own
  --help        this text`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    clients: { type: "string", default: "16" },
    workers: { type: "string", default: "2" },
    seed: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const seedLimit = 2 ** 31;
const drainLimitMs = 90_000;
const minuteMs = 60_000;
const settleMs = 3_000;

if (values.help) {
  console.log(usage);
  process.exit(0);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * seedLimit));
const random = createRandom(seed);
const stop = openStopSignal(() => process.exit(130));
const history = createHistory();
const newOwner = createRefs(systemClock);
const report = (line: string) => console.log(line);

report(`Seed ${seed}. Building the bundle and starting the stack...`);
const rig = await openRig({ workerCount: Number(values.workers), seed, random, report });
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
  const ending = AbortSignal.any([
    stop.signal,
    AbortSignal.timeout(Number(values.minutes) * minuteMs),
  ]);
  const injector = startInjector(rig, random, ending);
  const reading = readWhole(rig.ownerUrl, history, ending);
  const playing = Array.from({ length: Number(values.clients) }, (_none, place) => {
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
  // What a Worker was still about to do for clients that had left is over by then.
  await sleep(settleMs);
  const integrity = await auditor.audit();
  const owner = new Client({ connectionString: rig.ownerUrl });
  await owner.connect();
  try {
    const truth = await readTruth(owner);
    const booked = await bookFaults(owner);
    return [...checkHistory(history, truth), ...booked, ...integrity, ...unansweredFaults()];
  } finally {
    await owner.end();
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
