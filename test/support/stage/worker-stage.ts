import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { StreamerOverlay } from "../../../durable-objects/streamer-overlay.ts";
import { bareCaller, scopes } from "../../../src/platform/caller.ts";
import { servicesOfWorker } from "../../../src/worker-services.ts";
import { newRef } from "../refs.ts";
import { alertContent, queueItem } from "./alerts.ts";
import { openSocketPage, type SocketPage } from "./socket-page.ts";

export const patient = { timeout: 30_000, interval: 50 };
export const write = () => ({ key: newRef(), traceparent: null, newRef });
export type WorkerStage = Awaited<ReturnType<typeof openStage>>;

/** A streamer with an overlay, and a stage that nobody else knows. */
export async function openStage() {
  const { overlays } = servicesOfWorker(env);
  const streamer = bareCaller(newRef(), scopes, { isOperator: false });
  const choices = {
    ...{ name: "Alerts", parts: ["ALERTS" as const], is_mirror: false },
    ...{ position: "TOP" as const, scale_percent: 100 },
  };
  const overlay = (await overlays.create(streamer, { write: write(), choices })).result;
  const stub = env.STAGES.getByName(streamer.ownerRef);
  let seq = 0;
  return {
    ...{ overlays, streamer, overlay, stub },
    donate: async (change: Parameters<typeof alertContent>[0] = {}) => {
      const donationRef = newRef();
      seq += 1;
      const item = queueItem({
        ...{ donationRef, seq, paidAtMs: Date.now(), content: alertContent(change) },
      });
      await overlays.enqueue(streamer.ownerRef, item);
      return donationRef;
    },
    now: () => overlays.stage(streamer),
    alarmAt: () =>
      runInDurableObject<StreamerOverlay, number | null>(stub, (_object, { storage }) =>
        storage.getAlarm(),
      ),
  };
}

export async function playing(page: SocketPage, count = 1): Promise<string> {
  const plays = () => page.heard.filter(({ t }) => t === "PLAY");
  await expect.poll(() => plays().length, patient).toBe(count);
  return page.last("PLAY")?.d.playback_ref ?? "";
}

export const connected = async (stage: WorkerStage, instance = newRef()) => {
  const page = await openSocketPage(stage.overlay, instance);
  page.hello();
  await expect.poll(() => page.types(), patient).toContain("WELCOME");
  return page;
};
