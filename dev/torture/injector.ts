// Breaks things at random moments, one at a time, and counts what it broke.
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultKind } from "../neon-proxy.ts";
import type { Random } from "./random.ts";
import type { Rig } from "./rig.ts";

export type Injector = {
  /** Resolves when the last fault is over. */
  readonly done: Promise<void>;
  readonly counts: ReadonlyMap<string, number>;
};

const pauseMs = { least: 200, most: 2_500 };
const delayMs = { least: 50, most: 3_000 };

export function startInjector(rig: Rig, random: Random, until: AbortSignal): Injector {
  const counts = new Map<string, number>();
  const count = (kind: string, times = 1) => counts.set(kind, (counts.get(kind) ?? 0) + times);
  const run = async () => {
    while (!until.aborted) {
      await sleep(random.between(pauseMs.least, pauseMs.most));
      if (until.aborted) break;
      await breakSomething(rig, random, count);
    }
    countStrikes(rig, count);
  };
  return { counts, done: run() };
}

type Count = (kind: string, times?: number) => void;

async function breakSomething(rig: Rig, random: Random, count: Count): Promise<void> {
  const draw = random.between(1, 23);
  if (draw <= 2) {
    await rig.killPostgres();
    count("killed Postgres");
  } else if (draw <= 5) {
    await rig.killWorker();
    count("killed a Worker");
  } else if (draw <= 8) {
    count(`changed the lanes of a Worker to ${await rig.changeLanes()}`);
  } else if (draw <= 10) {
    // A new proxy begins to count anew.
    countStrikes(rig, count);
    await rig.restartProxy();
    count("restarted the proxy");
  } else armProxy(rig, random);
}

const armable: readonly FaultKind[] = [
  "cut-before-statement",
  "cut-after-commit",
  "cut-after-commit",
  "answer-500",
  "refuse-connection",
  "delay",
];

function armProxy(rig: Rig, random: Random): void {
  const kind = random.oneOf(armable);
  rig.proxy().faults?.arm({
    kind,
    times: random.between(1, 5),
    ...(kind === "delay" && { delayMs: random.between(delayMs.least, delayMs.most) }),
  });
}

function countStrikes(rig: Rig, count: Count): void {
  const struck: Readonly<Record<string, number>> | undefined = rig.proxy().faults?.report().struck;
  for (const [kind, times] of Object.entries(struck ?? {})) {
    if (times > 0) count(`proxy: ${kind}`, times);
  }
}
