// `npm run bench:live`: how soon the world hears of what was committed, in one run on one machine, fsync on.
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStack } from "../dev/stack.ts";
import { makeThrowawayFolder } from "../dev/throwaway.ts";
import { optionsOrExit, pattern, wholeNumber } from "../scripts/options.ts";
import { openBrowser } from "../test/support/browser.ts";
import { createBank } from "./bank.ts";
import { allowedFiles, filesNeeded, workersNeeded } from "./live/files.ts";
import { openFront } from "./live/front.ts";
import { openWaiting } from "./live/idle.ts";
import { createOverlays } from "./live/overlays.ts";
import { loadOnPhone, networks, pageWeights } from "./live/pages.ts";
import { untilSettled } from "./live/settled.ts";
import { createStages, type Played } from "./live/stages.ts";
import { openStreamers, type Streamer } from "./live/streamers.ts";
import { createWebhooks } from "./live/webhooks.ts";
import { measure } from "./load.ts";
import { memoryMiBOf, startProgram, startProxy } from "./processes.ts";
import { spreadOf } from "./spread.ts";
import { variablesFor } from "./variables.ts";
import { serveBundle } from "./workerd.ts";

const { seconds, endpoints, transfers, donations, rush, sockets, only } = optionsOrExit(
  "bench:live",
  "Measures how soon receivers, copies, overlays and pages have what happened.",
  {
    seconds: wholeNumber("how long paced transfers run", { least: 1, most: 600, otherwise: 10 }),
    endpoints: wholeNumber("how many webhooks each transfer makes", {
      least: 1,
      most: 20,
      otherwise: 10,
    }),
    transfers: wholeNumber("how many transfers make the backlog of webhooks", {
      least: 1,
      most: 1_000,
      otherwise: 500,
    }),
    donations: wholeNumber("how many donations are played one by one", {
      least: 1,
      most: 10_000,
      otherwise: 250,
    }),
    rush: wholeNumber("how many streamers are given a donation at once", {
      least: 1,
      most: 10_000,
      otherwise: 1_000,
    }),
    sockets: wholeNumber("how many overlays wait", { least: 1, most: 60_000, otherwise: 10_000 }),
    only: pattern("only the rows whose name matches"),
  },
);
const transfersASecond = 20;
const donationsASecond = 10;
const playingStreamers = 50;
const donationsAmongIdle = 200;
// An object that nobody asks anything leaves memory after ten seconds.
const settleMs = 20_000;
// Alerts, goals and the like beside each other, or a second computer.
const pagesEach = 4;
const loads = 5;
// A copy may rest for as long, because KV takes no more of one key.
const restMs = 1_000;
refuseTooFewFiles();

const folder = makeThrowawayFolder("bench-live");
const stack = await openStack({ folder, isDurable: true });
const proxy = await startProxy(stack.postgres.port);
const providerSecret = randomBytes(32).toString("hex");
const provider = await startProgram("dev/sandbox-provider/main.ts", [], {
  SANDBOX_PORT: "0",
  SANDBOX_SECRET: providerSecret,
  // Nothing settles by itself while something is measured.
  SANDBOX_SETTLE_AFTER_MS: "86400000",
});
const providerUrl = provider.line.replace("ready ", "");
const receiver = await startProgram("bench/live/receiver.ts", []);
const variables = {
  ...variablesFor({ appUrl: stack.appUrl, proxyUrl: proxy.url }),
  // Only where one develops do webhooks go to receivers on the same machine.
  ENVIRONMENT: "test",
  WEBHOOKS_TO_LOOPBACK: "allowed",
  PAYMENT_PROVIDERS: JSON.stringify({ sandbox: { url: providerUrl, secret: providerSecret } }),
  SPEECH_PROVIDER: "none",
  VIDEO_SOURCE: "catalogue",
};
const operatorKey = variables.OPERATOR_KEY;
const worker = await serveBundle(join(folder, "bundle"), variables, { hasEvents: true });
const { url } = worker;
const settle = () => untilSettled(stack.ownerUrl);
const bank = createBank(url, operatorKey, stack.ownerUrl);
const webhooks = createWebhooks({ url, operatorKey, receiverUrl: receiver.line });
const overlays = createOverlays(url);
const stages = createStages(
  { url, providerUrl, providerSecret, ownerUrl: stack.ownerUrl },
  overlays,
  // What promising them has caused is over before they are paid.
  settle,
);
const told: object[] = [];

try {
  await bank.fill(2_000);
  await row("donations, paced", pacedDonations);
  await row("donations, all at once", donationsAtOnce);
  await row("idle overlays", idleOverlays);
  await stages.written();
  await overlays.close();
  await row("copies at the edge", copies);
  await row("webhooks, paced", pacedWebhooks);
  await row("webhooks, a backlog", webhooksInABacklog);
  for (const [name, network] of Object.entries(networks)) {
    await row(`donate page, ${name}`, () => donatePage(network));
  }
  for (const line of told) console.log(JSON.stringify(line));
  console.table(pageWeights());
  console.log({ workerPeakMiB: memoryMiBOf(worker.pid, "VmHWM") });
  const books = await bank.integrity();
  if (!(books as { readonly ok?: boolean }).ok) throw new Error(JSON.stringify(books));
  console.log("The books agree.");
} finally {
  // A Worker that is told to end waits for whoever is connected.
  await overlays.close();
  await worker.close();
  await receiver.close();
  await provider.close();
  await proxy.close();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
}

/** What went wrong in a row ends the run: there are no numbers of something that failed. */
async function row(name: string, measureIt: () => Promise<object>): Promise<void> {
  if (!only.test(name)) return;
  await settle();
  const line = { name, ...(await measureIt()) };
  told.push(line);
  console.log(JSON.stringify(line));
}

/** From the commit of a change to the moment at which its copy lay at the edge. */
async function copies(): Promise<object> {
  await bank.readCopies();
  // The first ones are put there by the reading itself.
  do await sleep(2 * restMs);
  while ((await agesAtTheEdge()).length > 0);
  const { changes } = await pacedTransfers();
  await sleep(2 * restMs);
  const ages = await agesAtTheEdge();
  return { changes, copies: ages.length, ...spreadOf(ages) };
}

async function agesAtTheEdge(): Promise<number[]> {
  return (await fetch(`${worker.edgeUrl}/ages`)).json() as Promise<number[]>;
}

/** From the commit of an event to the moment at which its receiver had it. */
async function pacedWebhooks(): Promise<object> {
  await webhooks.register(1);
  const { changes } = await pacedTransfers();
  const { agesMs, deliveries, repeated } = await webhooks.received(changes);
  return { deliveries, repeated, ...spreadOf(agesMs) };
}

async function webhooksInABacklog(): Promise<object> {
  await webhooks.register(endpoints);
  const backlog = { ...bank.bulk(transfers), name: "backlog" };
  const sent = await measure(url, backlog, 1, 0.001);
  const received = await webhooks.received(endpoints * transfers);
  const { deliveries, repeated, seconds: took } = received;
  return {
    deliveries,
    repeated,
    seconds: took,
    perSecond: Math.round(deliveries / took),
    bulkMs: sent.p50Ms,
  };
}

async function pacedTransfers(): Promise<{ readonly changes: number }> {
  const paced = { ...bank.transfer(), perSecondAtMost: transfersASecond, name: "transfers" };
  const { requests } = await measure(url, paced, 4, seconds);
  return { changes: requests };
}

async function pacedDonations(): Promise<Played> {
  const playing = await openWithOverlays(playingStreamers);
  const wanted = Array.from({ length: donations }, (_none, index) => {
    const streamer = playing[index % playing.length];
    if (!streamer) throw new Error("There is nobody to donate to.");
    return streamer;
  });
  return stages.paced(wanted, donationsASecond);
}

async function donationsAtOnce(): Promise<Played> {
  return stages.atOnce(await openWithOverlays(rush));
}

/** What overlays cost that only wait, and how soon one of them plays all the same. */
async function idleOverlays(): Promise<object> {
  const stagesAsked = Math.ceil(sockets / pagesEach);
  const workers = workersNeeded(sockets, stagesAsked);
  const serve = () => serveBundle(join(folder, "bundle"), variables);
  await overlays.close();
  const waiting = await openWaiting({ worker, overlays }, workers, serve);
  try {
    const before = waiting.memoryMiB();
    const streamers = await openStreamers(stack.ownerUrl, stagesAsked);
    const begunAt = performance.now();
    await waiting.open(streamers, pagesEach);
    const connectedInSeconds = Math.round((performance.now() - begunAt) / 1_000);
    const connected = waiting.memoryMiB();
    await sleep(settleMs);
    const settled = waiting.memoryMiB();
    const kibibytesEach = (memory: number | null) =>
      memory === null || before === null ? null : Math.round(((memory - before) / sockets) * 1_024);
    const played = await stages.paced(streamers.slice(0, donationsAmongIdle), donationsASecond);
    return {
      ...{ sockets: waiting.count(), workers, connectedInSeconds, workersMiB: settled },
      ...{ KiBEachConnected: kibibytesEach(connected), KiBEachIdle: kibibytesEach(settled) },
      ...played,
    };
  } finally {
    await waiting.close();
  }
}

/** Streamers with a page open each, and nobody else's. */
async function openWithOverlays(count: number): Promise<Streamer[]> {
  await overlays.close();
  const streamers = await openStreamers(stack.ownerUrl, count);
  await overlays.open(streamers);
  await settle();
  return streamers;
}

async function donatePage(network: Parameters<typeof loadOnPhone>[2]): Promise<object> {
  const [streamer] = await openStreamers(stack.ownerUrl, 1);
  const browser = await openBrowser();
  const front = await openFront(url);
  try {
    const seen = [];
    for (let load = 0; load < loads; load += 1) {
      seen.push(await loadOnPhone(browser, `${front.url}/donate/${streamer?.slug}`, network));
    }
    const [fastest] = seen.toSorted((one, other) => one.paintedMs - other.paintedMs);
    const painted = seen.map(({ paintedMs }) => paintedMs).toSorted((one, other) => one - other);
    return { ...fastest, paintedMs: painted };
  } finally {
    await front.close();
    await browser.close();
  }
}

/** What lacks files is said before anything is measured. */
function refuseTooFewFiles(): void {
  const idle = only.test("idle overlays") ? filesNeeded(0, 0) + sockets : 0;
  const needed = Math.max(idle, filesNeeded(rush, rush));
  const allowed = allowedFiles();
  if (allowed >= needed) return;
  console.error(
    `A process may open ${allowed} files here, and this needs ${needed}.\n` +
      "Allow more with `ulimit -n`, or ask for less with --sockets and --rush.",
  );
  process.exit(1);
}
