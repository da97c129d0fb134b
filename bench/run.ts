// `npm run bench`: the hot paths under load, side by side in one run on one machine, fsync on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { openStack } from "../dev/stack.ts";
import { makeThrowawayFolder } from "../dev/throwaway.ts";
import { flag, optionsOrExit, pattern, wholeNumber } from "../scripts/options.ts";
import { maxLanes } from "../src/transactions/lanes.ts";
import { createBank } from "./bank.ts";
import { createEventGauge } from "./events.ts";
import { openFarDatabase } from "./far-database.ts";
import { type Measured, measure, type Scenario } from "./load.ts";
import { openPeople } from "./people.ts";
import { cpuSecondsOf, memoryMiBOf, ownSecondsOf, startProxy } from "./processes.ts";
import { spreadOf } from "./spread.ts";
import { costOf, factsOf } from "./storage.ts";
import { variablesFor } from "./variables.ts";
import { serveBundle } from "./workerd.ts";

const {
  seconds,
  lanes,
  million,
  only,
  wallets: walletCount,
  "database-ms": databaseMs,
} = optionsOrExit(
  "bench",
  "Puts the hot paths under load, side by side, and says how fast each is.",
  {
    seconds: wholeNumber("how long each row runs", { least: 1, most: 3_600, otherwise: 5 }),
    wallets: wholeNumber("how many wallets the transfers go over", {
      least: 2,
      most: 1_000_000,
      otherwise: 10_000,
    }),
    lanes: wholeNumber("WALLET_LANES of ours", { least: 0, most: maxLanes, otherwise: 4 }),
    "database-ms": wholeNumber("round trip to the database, for all that ask it", {
      least: 0,
      most: 1_000,
      otherwise: 0,
    }),
    million: flag("also fills the tables through the bulk route, and measures ours again"),
    only: pattern("only the rows whose name matches"),
  },
);
const pacedShare = 0.4;
const pacedTurns = 3;
// A server's share of the memory that it runs on, and checkpoints by the clock: with the gigabyte of log that PostgreSQL
// allows by itself there would be one every few seconds, and all that is written after one is written twice.
const serverSettings = { shared_buffers: "2GB", max_wal_size: "16GB" };
const folder = makeThrowawayFolder("bench");
const stack = await openStack({ folder, isDurable: true, settings: serverSettings });
const database = await openFarDatabase(stack.postgres.port, databaseMs);
const databasePort = databaseMs === 0 ? stack.postgres.port : database.port;
const proxy = await startProxy(databasePort);
const shared = variablesFor({ appUrl: stack.appUrl, proxyUrl: proxy.url });
const operatorKey = shared.OPERATOR_KEY;
const variablesOf = (lanes: string) => ({ ...shared, WALLET_LANES: lanes });
const ours = await serveBundle(join(folder, "bundle"), variablesOf(`${lanes}`));
const direct = await serveBundle(join(folder, "bundle"), variablesOf("0"));
// The first two have no relay: what it and the consumers cost is measured by itself.
const live = await serveBundle(join(folder, "bundle"), variablesOf(`${lanes}`), {
  hasEvents: true,
});
const workers = [ours, direct, live];
const gauge = createEventGauge(stack.ownerUrl);
const bank = createBank(ours.url, operatorKey, stack.ownerUrl);
const people = await openPeople({
  url: ours.url,
  operatorKey,
  ownerUrl: stack.ownerUrl,
  appUrl: stack.appUrl,
  proxyUrl: proxy.url,
  variables: shared,
});
const measured: Measured[] = [];
const isWanted = (name: string) => only.test(name);

try {
  await bank.fill(walletCount);
  await row("empty", ours.url, { path: "/health" }, 64);
  await raw("raw", false);
  await row("direct", direct.url, bank.transfer(), 64);
  for (const clients of [1, 16, 64, 256]) await row("ours", ours.url, bank.transfer(), clients);
  await raw("raw, hot wallet", true);
  await row("direct, hot wallet", direct.url, bank.hotTransfer(), 64);
  await row("ours, hot wallet", ours.url, bank.hotTransfer(), 64);
  await row("ours, top-ups from @world", ours.url, bank.topUp(), 64);
  await row("ours, fees to @fees", ours.url, bank.fee(), 64);
  await row("direct, fees to @fees", direct.url, bank.fee(), 64);
  await row("ours, bulk of 1,000", ours.url, bank.bulk(1_000), 4);
  await row("read a balance", ours.url, bank.readBalance(), 64);
  const bearers = {
    "operator key": operatorKey,
    "access token": people.accessToken,
    "API key": people.apiKey,
  };
  for (const [name, bearer] of Object.entries(bearers)) {
    await row(`who: transfer, ${name}`, ours.url, bank.as(bearer).transfer(), 64);
    await row(`who: read, ${name}`, ours.url, bank.as(bearer).readBalance(), 64);
  }
  await row("who: log in", ours.url, people.logIn(), 16);
  await eventRows();
  console.log({ workerPeakMiB: memoryMiBOf(ours.pid, "VmHWM") });
  if (isWanted("cost"))
    console.table(
      await costOf(stack.ownerUrl, async () => {
        await row("ours, cost", ours.url, bank.transfer(), 64);
      }),
    );
  if (million) {
    await bank.grow(1_000_000, (line) => console.log(line));
    await row("ours, at a million", ours.url, bank.transfer(), 64);
    // The machine may be another by now, and this one row knows nothing of the million.
    await raw("raw, again", false);
  }
  console.table(measured);
  console.log(await factsOf(stack.ownerUrl));
  console.log(await bank.integrity());
} finally {
  await ours.close();
  await direct.close();
  await live.close();
  await proxy.close();
  database.close();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
}

async function row(
  name: string,
  url: string,
  scenario: Omit<Scenario, "name">,
  clients: number,
): Promise<Measured | null> {
  if (!isWanted(name)) return null;
  const pids = {
    worker: workers.find((worker) => worker.url === url)?.pid ?? ours.pid,
    proxy: proxy.pid,
    postgres: stack.postgres.pid,
    load: process.pid,
  };
  const before = Object.entries(pids).map(
    ([process, pid]) => [process, secondsOf(process, pid)] as const,
  );
  const result = await measure(url, { ...scenario, name }, clients, seconds);
  const used = before.map(([process, from]) => {
    const to = secondsOf(process, pids[process as keyof typeof pids]);
    return [
      `${process} %`,
      from === null || to === null ? null : Math.round(((to - from) / seconds) * 100),
    ];
  });
  const line = { ...result, ...Object.fromEntries(used) };
  measured.push(line);
  console.log(JSON.stringify(line));
  return line;
}

/**
 * The same transfers with the relay and every group of consumers at work. What the rows before have left in the outbox is
 * taken first, which tells how fast the consumers are when nothing else is.
 */
async function eventRows(): Promise<void> {
  const off = await row("events: off", ours.url, bank.transfer(), 64);
  if (!off) return;
  await measure(live.url, { ...bank.transfer(), name: "poke" }, 1, 1);
  const { events, seconds: took } = await gauge.drained();
  console.log({ eventsTaken: events, seconds: took, perSecond: Math.round(events / took) });
  await row("events: on", live.url, bank.transfer(), 64);
  await gauge.drained();
  await pacedRows({ ...bank.transfer(), perSecondAtMost: off.perSecond * pacedShare });
  // Its relay would take what the rows after these commit, and be measured with them.
  await live.close();
}

/** In turns, because the machine has a faster and a slower half minute, and three of each tell more than one. */
async function pacedRows(paced: Omit<Scenario, "name">): Promise<void> {
  const p50s = { off: [] as number[], on: [] as number[] };
  for (let turn = 0; turn < pacedTurns; turn += 1) {
    const off = await row("events: off, at 40 %", ours.url, paced, 64);
    await measure(live.url, { ...bank.transfer(), name: "poke" }, 1, 1);
    await gauge.drained();
    const begunAt = new Date();
    const on = await row("events: on, at 40 %", live.url, paced, 64);
    const { seconds: behind } = await gauge.drained();
    console.log({ lag: await gauge.lagSince(begunAt), drainedAfterSeconds: behind });
    if (off) p50s.off.push(off.p50Ms);
    if (on) p50s.on.push(on.p50Ms);
  }
  console.log({ p50OnToOff: spreadOf(p50s.on).p50Ms / spreadOf(p50s.off).p50Ms });
}

/** The others are children of the process that makes the load. */
function secondsOf(process: string, pid: number): number | null {
  return process === "load" ? ownSecondsOf(pid) : cpuSecondsOf(pid);
}

/** The best of three numbers of connections. */
async function raw(name: string, isHot: boolean): Promise<void> {
  if (!isWanted(name)) return;
  const runs: Measured[] = [];
  for (const connections of [8, 16, 32]) {
    const url = new URL(stack.ownerUrl);
    url.port = String(databasePort);
    const options = [url.href, connections, seconds, walletCount, isHot].map(String);
    const child = spawn(process.execPath, ["bench/raw.ts", ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    await once(child, "close");
    runs.push({ name, clients: connections, ...JSON.parse(text) });
  }
  const best = runs.toSorted((a, b) => b.perSecond - a.perSecond)[0];
  if (best) measured.push(best);
  console.log(JSON.stringify(best));
}
