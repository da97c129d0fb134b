import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import { overlayAddress, playOf, type StageStub, stubStage } from "../support/stage-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;
let stage: StageStub;

const playbackRef = "01JD3Z8K4M6N7P8Q9R0S1T2V41";
const video = {
  type: "YOUTUBE",
  video_id: "dQw4w9WgXcQ",
  start_s: 10,
  end_s: 12,
  volume: 60,
} as const;

beforeEach(async () => {
  site.reset();
  const overlay = { parts: ["ALERTS"], position: "TOP", scale_percent: 100 };
  site.answer("/v1/overlays/session", {
    status: 200,
    body: { ticket: "ticket", expires_at: "2099-01-01T00:00:00.000Z", overlay },
  });
  visit = await openVisit(browser, site.origin);
  page = visit.page;
  stage = await stubStage(page);
});

afterEach(async () => {
  await visit.close();
  // The frame is the one thing that anybody else is asked for.
  const strangers = visit.complaints.filter((text) => !text.includes("https://www.youtube.com/"));
  expect(strangers).toEqual([]);
});

/** A player that answers as YouTube's does, with these messages, a tenth of a second apart. */
async function stubPlayer(messages: readonly object[]): Promise<void> {
  const said = JSON.stringify(messages.map((message) => JSON.stringify(message)));
  const script = `for (const [n, text] of ${said}.entries()) setTimeout(() => parent.postMessage(text, "*"), n * 100);`;
  await page.route("https://www.youtube.com/**", (route) =>
    route.fulfill({ contentType: "text/html", body: `<script>${script}</script>` }),
  );
}

const at = (currentTime: number, playerState = 1) => ({
  event: "infoDelivery",
  info: { currentTime, playerState },
});

async function open(): Promise<void> {
  await page.goto(overlayAddress);
  await stage.heard("HELLO");
}

describe("a video in the overlay", () => {
  it("plays the part of a video beside the words, and nothing stands over it", async () => {
    await stubPlayer([at(0, -1), at(10), at(10.4), at(11), at(11.5)]);
    await open();
    stage.send(playOf({ media: video, view: { duration_ms: 100 } }));
    await stage.heard("STARTED");

    const frame = page.locator("iframe");
    expect(await frame.getAttribute("referrerpolicy")).toBe("strict-origin-when-cross-origin");
    const [words, player] = [
      await page.locator(".alert-card").boundingBox(),
      await frame.boundingBox(),
    ];
    expect(player?.y).toBeGreaterThanOrEqual((words?.y ?? 0) + (words?.height ?? 0));
    expect(player?.width).toBeGreaterThanOrEqual(480);
    const over = await frame.evaluate((it) => {
      const { left, top, width, height } = it.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === it;
    });
    expect(over).toBe(true);
  });

  it("says that a video has started only when its time advances, and ends with its part", async () => {
    await stubPlayer([at(10), at(10), at(10, 1), at(10.5), at(12.1)]);
    await open();
    stage.send(playOf({ media: video, view: { duration_ms: 100 } }));

    await stage.heard("FINISHED");
    expect(stage.said.map(({ t }) => t)).toEqual(["HELLO", "STARTED", "FINISHED"]);
    expect(await page.locator("iframe").count()).toBe(0);
  });

  it.each([2, 5, 100, 101, 150, 153])(
    "gives an alert back whose video fails with %d",
    async (code) => {
      await stubPlayer([{ event: "onReady" }, { event: "onError", info: code }]);
      await open();
      stage.send(playOf({ media: video }));

      expect((await stage.heard("FAILED")).d).toEqual({
        playback_ref: playbackRef,
        code: `YT_${code}`,
      });
    },
  );
});
