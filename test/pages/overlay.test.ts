import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alertSound } from "../../src/donations/alert-sound.ts";
import { goalFixture } from "../support/donate-fixture.ts";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import {
  overlayAddress,
  overlayRef,
  overlayToken,
  playOf,
  type StageStub,
  stubStage,
} from "../support/stage-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;
let stage: StageStub;

const sound = { src: "/v1/sounds/drop", gain: 0.8, duration_ms: 820 };
const playbackRef = "01JD3Z8K4M6N7P8Q9R0S1T2V41";

beforeEach(async () => {
  site.reset();
  giveTicket(["ALERTS"]);
  visit = await openVisit(browser, site.origin);
  page = visit.page;
  stage = await stubStage(page);
  await page.route("**/v1/sounds/drop", (route) =>
    route.fulfill({ contentType: "audio/wav", body: Buffer.from(alertSound("drop")) }),
  );
});

afterEach(async () => {
  await visit.close();
  // A frame of YouTube's is the one thing that anybody else is asked for.
  const strangers = visit.complaints.filter((text) => !text.includes("https://www.youtube.com/"));
  expect(strangers).toEqual([]);
});

function giveTicket(parts: readonly string[]): void {
  const overlay = { parts, position: "TOP", scale_percent: 100 };
  site.answer("/v1/overlays/session", {
    status: 200,
    body: { ticket: "ticket", expires_at: "2099-01-01T00:00:00.000Z", overlay },
  });
}

async function open(): Promise<void> {
  await page.goto(overlayAddress);
  await stage.heard("HELLO");
}

describe("the overlay", () => {
  it("exchanges the token behind the # for a ticket, and puts it into no address", async () => {
    await open();

    const asked = site.received.map(({ url, body }) => [url, JSON.parse(body)]);
    expect(asked).toEqual([
      [
        "/v1/overlays/session",
        {
          overlay_ref: overlayRef,
          token: overlayToken,
          instance: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
        },
      ],
    ]);
  });

  it("shows nothing at all while it has nothing to say, not even that its link has ended", async () => {
    site.answer("/v1/overlays/session", { status: 401, body: { code: "overlay_link_ended" } });
    // In front of the # a token would stand in the logs of every server on the way, so there it is none.
    const bare = `/overlay/${overlayRef}`;
    for (const address of [overlayAddress, bare, `${bare}?k=${overlayToken}`]) {
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      expect(await page.locator("body").innerText()).toBe("");
    }
    expect(stage.connections()).toBe(0);
    expect(site.received.length).toBe(1);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe("rgba(0, 0, 0, 0)");
  });

  it("plays an alert and says when it is seen and when it is over", async () => {
    await open();
    stage.send(playOf({ view: { duration_ms: 400 } }));

    await stage.heard("STARTED");
    expect(await page.locator(".alert-title").innerText()).toBe("Sari berdonasi Rp25.000");
    expect(await stage.heard("FINISHED")).toMatchObject({ d: { playback_ref: playbackRef } });
    await page.locator(".alert").waitFor({ state: "detached" });
  });

  it("keeps whatever donors write inert", async () => {
    const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    await open();
    stage.send(
      playOf({ view: { name: evil, message: evil, title: `${evil} berdonasi Rp25.000` } }),
    );
    stage.send({
      t: "WIDGET",
      d: { widget: "goal", id: "g", rev: 1, data: { ...goalFixture, title: evil } },
    });
    await stage.heard("STARTED");

    expect(await page.locator(".alert-message").innerText()).toBe(evil);
    expect(await page.locator("#stage img, #stage script").count()).toBe(0);
    expect(await page.title()).toBe("Overlay · Saku");
  });

  it("is heard where the browser allows it", async () => {
    await page.addInitScript(() => {
      const { play } = HTMLMediaElement.prototype;
      const heard: string[] = [];
      Object.assign(window, { heard });
      HTMLMediaElement.prototype.play = function listened() {
        this.addEventListener("ended", () => heard.push(`${this.currentSrc} ${this.volume}`));
        return play.call(this);
      };
    });
    await open();
    await page.mouse.click(10, 10);
    stage.send(playOf({ view: { duration_ms: 300 }, audio: [sound, sound] }));

    expect((await stage.heard("AUDIO")).d).toEqual({ is_ok: true });
    await stage.heard("FINISHED");
    // Both clips, one after the other, at the volume that the tier has.
    const clip = `${site.origin}/v1/sounds/drop 0.8`;
    expect(await page.evaluate(() => Reflect.get(window, "heard"))).toEqual([clip, clip]);
  });

  it("says that it is not heard where the browser forbids it, and shows the alert all the same", async () => {
    await page.addInitScript(() => {
      HTMLMediaElement.prototype.play = () =>
        Promise.reject(new DOMException("The user has not touched the page.", "NotAllowedError"));
    });
    await open();
    stage.send(playOf({ view: { duration_ms: 300 }, audio: [sound] }));

    expect((await stage.heard("AUDIO")).d).toEqual({ is_ok: false });
    await stage.heard("FINISHED");
  });

  it("gives an alert back whose sound cannot be loaded, before anything of it was seen", async () => {
    await open();
    stage.send(playOf({ audio: [{ ...sound, src: "/v1/speech/gone" }] }));

    expect((await stage.heard("FAILED")).d).toEqual({
      playback_ref: playbackRef,
      code: "AUDIO_LOAD",
    });
    expect(stage.said.map(({ t }) => t)).not.toContain("STARTED");
  });

  it("stops at once when it is told to", async () => {
    await open();
    stage.send(playOf());
    await stage.heard("STARTED");
    stage.send({ t: "STOP", d: { playback_ref: playbackRef, reason: "SKIPPED" } });

    await page.locator(".alert").waitFor({ state: "detached" });
    expect(stage.said.map(({ t }) => t)).not.toContain("FINISHED");
  });

  it("goes on with what it was playing when its connection breaks, and says so", async () => {
    await open();
    stage.send(playOf({ view: { duration_ms: 4_000 } }));
    await stage.heard("STARTED");
    stage.said.length = 0;
    await stage.close(4409);

    const hello = await stage.heard("HELLO");
    expect(hello.d.rendering).toEqual({ playback_ref: playbackRef, has_started: true });
    expect(await page.locator(".alert").count()).toBe(1);
    stage.send({ t: "CONTINUE", d: { playback_ref: playbackRef } });
    await stage.heard("FINISHED");
  });

  it("stops by itself when it hears nothing for as long as its lease", async () => {
    await open();
    stage.send(playOf({ view: { duration_ms: 25_000 } }));
    await stage.heard("STARTED");
    const silentAt = Date.now();
    stage.setAlive(false);

    await page.locator(".alert").waitFor({ state: "detached", timeout: 15_000 });
    expect(Date.now() - silentAt).toBeLessThan(9_000);
  });

  it("goes blank when its link has ended", async () => {
    giveTicket(["ALERTS", "GOALS"]);
    await open();
    stage.send({ t: "WIDGET", d: { widget: "goal", id: "g", rev: 2, data: goalFixture } });
    await page.locator(".goal").waitFor();
    await stage.close(4401);

    await page.locator(".goal").waitFor({ state: "detached" });
  });

  it("shows the newest of a figure, whichever comes last", async () => {
    giveTicket(["GOALS"]);
    await open();
    for (const [rev, current] of [
      [2, "1250000"],
      [1, "5"],
    ] as const) {
      stage.send({
        t: "WIDGET",
        d: { widget: "goal", id: "g", rev, data: { ...goalFixture, current } },
      });
    }
    await page.locator(".goal").waitFor();
    expect(await page.locator(".goal-amounts").innerText()).toBe("Rp1.250.000 / Rp2.500.000");
  });

  it("says what happens next on the way to a goal, and nothing when all of it has", async () => {
    giveTicket(["GOALS"]);
    await open();
    const milestones = [
      { title: "Setengahnya", amount: "1250000", is_reached: true },
      { title: "Main 12 jam", amount: "2000000", is_reached: false },
    ];
    const show = (rev: number, shown: readonly object[]) =>
      stage.send({
        t: "WIDGET",
        d: { widget: "goal", id: "g", rev, data: { ...goalFixture, milestones: shown } },
      });
    show(1, milestones);
    await page.getByText("Main 12 jam · Rp2.000.000").waitFor();
    show(2, milestones.slice(0, 1));
    await page.locator(".goal-next").waitFor({ state: "detached" });
  });

  it("plays what waits before it reloads into a newer build", async () => {
    await open();
    const ends = () => stage.said.filter(({ t }) => t === "FINISHED").length;
    for (const [count, build] of ["b2", "b2"].entries()) {
      stage.send({ ...playOf({ view: { duration_ms: 300 } }), ...{ build } });
      await expect.poll(ends, { timeout: 5_000 }).toBe(count + 1);
    }
    expect(stage.connections()).toBe(1);

    await expect.poll(() => stage.connections(), { timeout: 5_000 }).toBe(2);
  });

  it("finishes an alert that was hidden in the middle of it", async () => {
    await open();
    stage.send(playOf({ view: { duration_ms: 1_500 } }));
    await stage.heard("STARTED");
    const other = await page.context().newPage();
    await other.bringToFront();

    await stage.heard("FINISHED");
    await other.close();
  });
});
