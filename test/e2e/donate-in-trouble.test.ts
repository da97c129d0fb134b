// What may happen to overlays in the middle of an alert. Much of it is waiting, so it is done side by side, each with a
// streamer of its own.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { timers } from "../../src/overlays/timers.ts";
import { type Cable, openCable } from "../support/cable.ts";
import { alertsOf, goOnAir } from "../support/on-air.ts";
import { type OverlayScreen, openOverlay } from "../support/overlay-screen.ts";
import { openTheatre, type Theatre } from "../support/theatre.ts";

// Longer than the grace for an orphan, the pause after a loss and the alert, on a machine that is busy.
const patient = { timeout: 90_000, interval: 100 };

const cables: Cable[] = [];
let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(async () => {
  for (const cable of cables) await cable.close();
  await theatre?.close();
});

async function overlayAt(link: string): Promise<OverlayScreen> {
  return openOverlay((await theatre.visitor()).page, link);
}

/** An overlay whose way to the site can be cut. */
async function overlayBehindCable(link: string) {
  const cable = await openCable(theatre.site.url);
  cables.push(cable);
  const screen = await overlayAt(link.replace(new URL(link).origin, cable.url));
  return { screen, cable };
}

/** Waits until the books of donations say that it was played. */
const played = (ref: string) =>
  vi.waitUntil(async () => (await theatre.donation(ref)).playback_outcome === "PLAYED", patient);
const isBegun = (screen: OverlayScreen, times = 1) =>
  vi.waitUntil(() => screen.said("STARTED").length === times, patient);

describe.concurrent("an alert", { timeout: 150_000 }, () => {
  it("plays on one of two overlays, and on the other when the first is closed in the middle", async () => {
    const streamer = await goOnAir(theatre.place, alertsOf(3_000));
    const { link } = await streamer.ask("POST", "/v1/overlays", { name: "Second scene" });
    const first = await overlayAt(streamer.link);
    const second = await overlayAt(new URL(String(link), theatre.site.url).href);
    const whole = await theatre.give(streamer.slug, { message: "satu" });
    await played(whole.donationRef);
    expect([first.seen, second.seen]).toEqual([["satu"], []]);
    expect([first.heard.length, second.heard]).toEqual([1, []]);

    const halved = await theatre.give(streamer.slug, { message: "dua" });
    await isBegun(first, 2);
    await first.page.context().close();
    const closedAt = Date.now();
    await played(halved.donationRef);

    expect(second.seen).toEqual(["dua"]);
    expect(second.heard.length).toBe(1);
    expect(first.said("FINISHED").length + second.said("FINISHED").length).toBe(2);
    // The first might have come back and gone on, so the second had to wait.
    const [takenOver] = second.said("STARTED");
    expect((takenOver?.at ?? 0) - closedAt).toBeGreaterThan(timers.orphanGraceMs);
  });

  it("goes on through a short cut of the network as if nothing had been", async () => {
    const streamer = await goOnAir(theatre.place, alertsOf(6_000));
    const { screen, cable } = await overlayBehindCable(streamer.link);
    const gift = await theatre.give(streamer.slug);
    await isBegun(screen);
    cable.cut();
    await screen.page.waitForTimeout(1_000);
    cable.mend();
    await played(gift.donationRef);

    expect(screen.told("CONTINUE")).toHaveLength(1);
    expect(screen.seen).toHaveLength(1);
    expect(screen.said("STARTED")).toHaveLength(1);
  });

  it("that ends while the network is away is not played again when it is back", async () => {
    const streamer = await goOnAir(theatre.place, alertsOf(3_000));
    const { screen, cable } = await overlayBehindCable(streamer.link);
    const gift = await theatre.give(streamer.slug);
    await isBegun(screen);
    cable.cut();
    await screen.page.locator(".alert").waitFor({ state: "detached" });
    expect(await theatre.donation(gift.donationRef)).toMatchObject({ played_at: null });
    cable.mend();
    await played(gift.donationRef);

    // Whatever came after it would be played after it, so this one is not coming any more.
    const next = await theatre.give(streamer.slug, { message: "berikutnya" });
    await played(next.donationRef);
    expect(screen.seen).toEqual(["Semangat ya", "berikutnya"]);
    expect(screen.connections()).toBe(2);
  });

  it("stops by itself when its page is cut off for long, and ends once after the network is back", async () => {
    // Seconds longer than a page plays without hearing anything, because a slow machine sees late that it has begun.
    const streamer = await goOnAir(theatre.place, alertsOf(15_000));
    const screen = await overlayAt(streamer.link);
    const gift = await theatre.give(streamer.slug);
    await isBegun(screen);
    await screen.page.context().setOffline(true);
    const cutAt = Date.now();
    await screen.page.locator(".alert").waitFor({ state: "detached" });
    expect(Date.now() - cutAt).toBeLessThan(timers.fenceMs);
    expect(await theatre.donation(gift.donationRef)).toMatchObject({ playback_outcome: null });
    await screen.page.context().setOffline(false);
    await played(gift.donationRef);

    expect(screen.seen).toHaveLength(2);
    expect(screen.said("FINISHED")).toHaveLength(1);
  });
});
