// The server is killed in the middle and started again on the same data, as a machine that fails does it to everybody.
import { globSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { freePort } from "../../dev/ports.ts";
import { openSandboxProvider, type SandboxProvider } from "../../dev/sandbox-provider/server.ts";
import { prepareStateFolder } from "../../dev/state.ts";
import { makeThrowawayFolder } from "../../dev/throwaway.ts";
import { fireTrigger } from "../../dev/triggers.ts";
import { buildWebAssets } from "../../dev/web-assets.ts";
import { awaitWorker, openWorker, type WorkerProcess } from "../../dev/worker-process.ts";
import { bindingsOf, testOperatorKey } from "../support/bindings.ts";
import { openBrowser } from "../support/browser.ts";
import { cloneDatabase, queryAs, urlOfDatabase } from "../support/database.ts";
import { alertsOf, askAs, goOnAir, payGift, promiseGift } from "../support/on-air.ts";
import { openOverlay } from "../support/overlay-screen.ts";
import { openPatientVisit } from "../support/theatre.ts";

const root = resolve(import.meta.dirname, "../..");
const secret = "a secret between the sandbox and the site";
const patient = { timeout: 90_000, interval: 100 };
const folder = makeThrowawayFolder("crash");
const neverStopped = new AbortController().signal;

let ownerUrl: string;
let url: string;
let provider: SandboxProvider;
let browser: Browser;
let worker: WorkerProcess;
let start: () => Promise<void>;

beforeAll(async () => {
  const stack = inject("testStack");
  const name = await cloneDatabase(stack.ownerUrl, "crash");
  ownerUrl = urlOfDatabase(stack.ownerUrl, name);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const notifyUrl = () => `${url}/v1/payments/providers/sandbox/notifications`;
  provider = await openSandboxProvider({ port: 0, secret, notifyUrl });
  prepareStateFolder(folder);
  await buildWebAssets(root);
  const variables = {
    ...bindingsOf(urlOfDatabase(stack.appUrl, name), stack.proxyUrl),
    PAYMENT_PROVIDERS: JSON.stringify({ sandbox: { url: provider.url, secret } }),
  };
  start = async () => {
    const reportError = () => undefined;
    worker = await openWorker({ root, stateFolder: folder, port, variables, reportError });
    await awaitWorker(worker, folder, neverStopped);
  };
  await start();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await worker?.stop();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Wrangler, workerd and all that belongs to them, without a word of warning. */
async function kill(): Promise<void> {
  process.kill(-worker.record.pid, "SIGKILL");
  await expect.poll(worker.hasExited, patient).toBe(true);
  await expect(fetch(`${url}/ready`)).rejects.toThrow();
}

// Long enough to be killed in, and shorter than the lease of a page that hears nothing.
const onAir = () => goOnAir({ url, operatorKey: testOperatorKey }, alertsOf(6_000));
const operator = () => askAs(url, testOperatorKey);
const outcomeOf = async (ref: string) =>
  (await operator()("GET", `/v1/donations/${ref}`)).playback_outcome;

async function screenAt(link: string) {
  return openOverlay((await openPatientVisit(browser, url)).page, link);
}

it("loses nothing and plays nothing twice when the server is killed in the middle of an alert", async () => {
  const streamer = await onAir();
  const queued = async () => (await streamer.ask("GET", "/v1/overlays/stage")).queue_length;
  const playing = await promiseGift(url, streamer.slug, { message: "satu" });
  await payGift(playing);
  await expect.poll(queued, patient).toBe(1);
  const waiting = await promiseGift(url, streamer.slug, { message: "dua" });
  await payGift(waiting);
  await expect.poll(queued, patient).toBe(2);
  const screen = await screenAt(streamer.link);
  await expect.poll(() => screen.said("STARTED").length, { ...patient, interval: 20 }).toBe(1);
  await kill();
  // It goes on by itself, and nobody is there to hear that it has ended.
  await screen.page.locator(".alert").waitFor({ state: "detached" });
  await start();

  await expect.poll(() => outcomeOf(playing.donationRef), patient).toBe("PLAYED");
  await expect.poll(() => outcomeOf(waiting.donationRef), patient).toBe("PLAYED");
  expect(screen.seen).toEqual(["satu", "dua"]);
  // It came back to another build, and took what waited before it loaded that.
  expect(screen.told("PLAY")).toHaveLength(2);
  expect(screen.connections()).toBeGreaterThan(1);
}, 150_000);

it("plays what was paid when the server is killed between the notification and the alert", async () => {
  const streamer = await onAir();
  const screen = await screenAt(streamer.link);
  const gift = await promiseGift(url, streamer.slug);
  const id = new URL(gift.payUrl).pathname.split("/").at(-1);
  const control = (path: string, body: object) =>
    fetch(`${provider.url}/control/${path}`, { method: "POST", body: JSON.stringify(body) });
  // The notification is taken, and nobody answers when the provider is asked whether it is true.
  await control("troubles", { fail: 1_000 });
  await control(`charges/${id}/pay`, { held: true });
  expect(await (await control("release", { order: "kept" })).json()).toEqual({ sent: 1 });
  const kept = () =>
    queryAs(ownerUrl, "select status from payments.notifications where external_reference = $1", [
      id,
    ]);
  expect(await kept()).toEqual([{ status: "RECEIVED" }]);
  await kill();
  await control("troubles", { fail: 0 });
  await start();
  await queryAs(ownerUrl, "update payments.notifications set next_attempt_at = now()");
  await fireTrigger(url, "* * * * *", new Date(), () => undefined);

  await expect.poll(() => outcomeOf(gift.donationRef), patient).toBe("PLAYED");
  expect(await kept()).toEqual([{ status: "PROCESSED" }]);
  expect(screen.seen).toEqual(["Semangat ya"]);
  expect(await operator()("GET", "/v1/ledger/integrity")).toMatchObject({ ok: true });
}, 150_000);

it("makes a queue again from the database when all that its stage kept is lost", async () => {
  const streamer = await onAir();
  const queued = async () => (await streamer.ask("GET", "/v1/overlays/stage")).queue_length;
  const give = async (message: string) => {
    const gift = await promiseGift(url, streamer.slug, { message });
    await payGift(gift);
    return gift.donationRef;
  };
  const first = await screenAt(streamer.link);
  const shown = await give("satu");
  await expect.poll(() => outcomeOf(shown), patient).toBe("PLAYED");
  await first.page.context().close();
  const [removed, waiting] = [await give("dua"), await give("tiga")];
  await expect.poll(queued, patient).toBe(2);
  const remove = { command: "REMOVE", donation_ref: removed };
  await streamer.ask("POST", "/v1/overlays/stage/commands", remove);
  await expect.poll(() => outcomeOf(removed), patient).toBe("REMOVED");
  await kill();
  const kept = globSync("wrangler/**/*StreamerOverlay", { cwd: folder });
  expect(kept).not.toEqual([]);
  for (const path of kept) rmSync(join(folder, path), { recursive: true });
  await start();

  expect(await queued()).toBe(0);
  const second = await screenAt(streamer.link);
  await expect.poll(() => outcomeOf(waiting), patient).toBe("PLAYED");
  expect(second.seen).toEqual(["tiga"]);
}, 150_000);
