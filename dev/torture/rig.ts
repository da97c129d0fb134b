// What a run is run against: a durable stack, and Workers that can be killed and started again.
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type ServedWorker, serveBundle } from "../../bench/workerd.ts";
import type { NeonProxy } from "../neon-proxy.ts";
import { openStack, type Stack } from "../stack.ts";
import { makeThrowawayFolder } from "../throwaway.ts";
import type { Random } from "./random.ts";

export type Rig = {
  readonly ownerUrl: string;
  readonly operatorKey: string;
  /** One of the Workers, at random: they are instances of one product and know nothing of each other. */
  readonly url: () => string;
  readonly killWorker: () => Promise<void>;
  /** Deploys one of the Workers with another number of lanes, or with none, and answers how many. */
  readonly changeLanes: () => Promise<number>;
  readonly killPostgres: () => Promise<void>;
  readonly restartProxy: () => Promise<void>;
  /** The proxy of this moment, whose faults can be armed. */
  readonly proxy: () => NeonProxy;
  /** Starts everything that is down. */
  readonly mend: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type RigOptions = {
  readonly workerCount: number;
  readonly seed: number;
  readonly random: Random;
  readonly report: (line: string) => void;
};

const laneCounts = [0, 1, 2, 5, 8];
const firstLaneCount = 4;

export async function openRig({ workerCount, seed, random, report }: RigOptions): Promise<Rig> {
  const folder = makeThrowawayFolder("torture");
  const stack = await openStack({ folder, isDurable: true, faults: { seed }, report });
  const operatorKey = `saku_live_${randomBytes(20).toString("hex")}`;
  const variables = variablesOver(stack, operatorKey);
  const lanes = Array.from({ length: workerCount }, () => firstLaneCount);
  const serve = (place: number) =>
    serveBundle(join(folder, `worker-${place}`), { ...variables, WALLET_LANES: `${lanes[place]}` });
  const workers: ServedWorker[] = [];
  const replace = async (place: number, signal: "SIGKILL" | "SIGTERM") => {
    const victim = workers[place];
    if (!victim) return;
    process.kill(victim.pid, signal);
    // Waits until it is gone, so that two never write to one folder of objects.
    await victim.close();
    workers[place] = await serve(place);
  };
  try {
    for (let place = 0; place < workerCount; place += 1) workers.push(await serve(place));
  } catch (error) {
    for (const worker of workers) await worker.close();
    await stack.close();
    throw error;
  }

  return {
    ownerUrl: stack.ownerUrl,
    operatorKey,
    url: () => random.oneOf(workers).url,
    proxy: () => stack.proxy,
    killWorker: () => replace(random.between(0, workerCount - 1), "SIGKILL"),
    changeLanes: async () => {
      const place = random.between(0, workerCount - 1);
      const count = random.oneOf(laneCounts.filter((each) => each !== lanes[place]));
      lanes[place] = count;
      await replace(place, random.isOneIn(2) ? "SIGTERM" : "SIGKILL");
      return count;
    },
    killPostgres: async () => {
      await stack.postgres.kill();
      await stack.mend();
    },
    restartProxy: async () => {
      await stack.proxy.close();
      await stack.mend();
    },
    mend: async () => {
      stack.proxy.faults?.disarm();
      await stack.mend();
    },
    close: async () => {
      for (const worker of workers) await worker.close();
      await stack.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function variablesOver({ appUrl, proxyUrl }: Stack, operatorKey: string) {
  return {
    // Production refuses a proxy in front of its database, so this is its bundle in another environment.
    ENVIRONMENT: "preview",
    DATABASE_URL: appUrl,
    NEON_PROXY_URL: proxyUrl,
    OPERATOR_KEY: operatorKey,
    CURSOR_SECRET: randomBytes(32).toString("hex"),
    IDENTITY_PEPPER: randomBytes(32).toString("hex"),
    IDENTITY_KEK: randomBytes(32).toString("hex"),
    IDENTITY_TOKEN_SECRET: randomBytes(32).toString("hex"),
    GOOGLE_API_KEY: "none",
    PAYMENT_PROVIDERS: "{}",
    CORS_ORIGINS: "",
  };
}
