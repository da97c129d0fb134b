// Who gets to a stage: by a ticket, once, while the link stands, and as long as they behave.
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { newRef } from "../support/refs.ts";
import { openSocketPage, pageOver, ticketFor, upgrade } from "../support/stage/socket-page.ts";
import { connected, openStage, patient, playing, write } from "../support/stage/worker-stage.ts";

vi.spyOn(console, "log").mockImplementation(() => undefined);

describe("access", () => {
  it("lets a ticket in once", async () => {
    const stage = await openStage();
    const { ticket } = await ticketFor(stage.overlay, newRef());
    expect((await upgrade(ticket)).status).toBe(101);
    const again = await upgrade(ticket);
    expect([again.status, await again.json()]).toMatchObject([401, { code: "ticket_invalid" }]);
  });

  it("lets in no ticket that was changed, and no request without a websocket", async () => {
    const stage = await openStage();
    const { ticket } = await ticketFor(stage.overlay, newRef());
    expect((await upgrade(`x${ticket}`)).status).toBe(401);
    expect((await upgrade("")).status).toBe(401);
  });

  it("closes what an old link has opened within a second, and lets nobody in by it", async () => {
    const stage = await openStage();
    const pages = [await connected(stage), await connected(stage)];
    const { ticket } = await ticketFor(stage.overlay, newRef());
    const rotated = await stage.overlays.rotate(stage.streamer, {
      ...{ write: write(), overlayRef: stage.overlay.overlay_ref, overlapSeconds: 0 },
    });
    const rotatedAt = Date.now();
    await expect.poll(() => pages.map((page) => page.closedWith()), patient).toEqual([4401, 4401]);
    expect(Date.now() - rotatedAt).toBeLessThan(1_000);
    // Also a ticket that was given just before.
    expect((await upgrade(ticket)).status).toBe(401);
    expect((await ticketFor(stage.overlay, newRef())).status).toBe(401);
    expect((await ticketFor(rotated.result, newRef())).status).toBe(200);
  });

  it("closes within the same second who had come by an old link and not said a word", async () => {
    const stage = await openStage();
    const silent = await openSocketPage(stage.overlay);
    await stage.overlays.rotate(stage.streamer, {
      ...{ write: write(), overlayRef: stage.overlay.overlay_ref, overlapSeconds: 0 },
    });
    const rotatedAt = Date.now();
    await expect.poll(silent.closedWith, patient).toBe(4401);
    expect(Date.now() - rotatedAt).toBeLessThan(1_000);
    expect((await stage.now()).pages).toEqual([]);
  });

  it("lets nobody stay beyond the end of a link that was renewed between the ticket and the greeting", async () => {
    const stage = await openStage();
    const { ticket } = await ticketFor(stage.overlay, newRef());
    await stage.overlays.rotate(stage.streamer, {
      ...{ write: write(), overlayRef: stage.overlay.overlay_ref, overlapSeconds: 2 },
    });
    const page = pageOver(await upgrade(ticket));
    page.hello();
    await expect.poll(page.types, patient).toContain("WELCOME");
    await expect.poll(page.closedWith, { timeout: 8_000 }).toBe(4401);
    expect((await stage.now()).pages).toEqual([]);
  });

  it("answers pings without the object, and takes them for a proof that a page is there", async () => {
    const stage = await openStage();
    const page = await connected(stage);
    await stage.donate({ duration_ms: 20_000 });
    await playing(page);
    const before = await stage.now();
    const saidAt = before.pages[0]?.last_heard_at ?? "";
    // More than anybody may say in so short a time, and no message at all.
    for (let count = 0; count < 60; count += 1) page.sayRaw("ping");
    await expect.poll(page.pongs, patient).toBe(60);
    const after = await stage.now();
    expect([page.closedWith(), after.rev]).toEqual([null, before.rev]);
    expect((after.pages[0]?.last_heard_at ?? "") > saidAt).toBe(true);
  });

  it("gives a connection that says nothing a quarter of a minute", async () => {
    const stage = await openStage();
    const silent = await openSocketPage(stage.overlay);
    const closesIn = ((await stage.alarmAt()) ?? 0) - Date.now();
    expect(closesIn).toBeGreaterThan(1_000);
    expect(closesIn).toBeLessThan(15_001);
    silent.hello();
    await expect.poll(silent.types, patient).toContain("WELCOME");
  });

  it("tells a studio nothing more after a quarter of an hour, until it has got another ticket", async () => {
    const stage = await openStage();
    const open = async () => {
      const { ticket } = await stage.overlays.openControlSession(stage.streamer, newRef);
      return pageOver(await upgrade(ticket));
    };
    const old = await open();
    await expect.poll(old.types, patient).toEqual(["SNAPSHOT"]);
    await runInDurableObject(stage.stub, (_object, state) => {
      for (const socket of state.getWebSockets()) {
        const facts = socket.deserializeAttachment();
        socket.serializeAttachment({ ...facts, openedAt: facts.openedAt - 15 * 60_000 });
      }
    });
    const fresh = await open();
    await stage.donate();
    await expect.poll(old.closedWith, patient).toBe(4409);
    expect(old.types()).toEqual(["SNAPSHOT"]);
    await expect.poll(() => fresh.heard.length, patient).toBeGreaterThan(1);
    expect(fresh.closedWith()).toBeNull();
  });

  it("has a page load again what its overlay shows when that was changed", async () => {
    const stage = await openStage();
    const page = await connected(stage);
    await stage.overlays.update(stage.streamer, {
      ...{ write: write(), overlayRef: stage.overlay.overlay_ref, expectedVersion: null },
      changes: { position: "BOTTOM" },
    });
    await expect.poll(page.types, patient).toContain("RELOAD");
  });

  it("replaces the connection of a page that connects again", async () => {
    const stage = await openStage();
    const instance = newRef();
    const first = await connected(stage, instance);
    await connected(stage, instance);
    await expect.poll(first.closedWith, patient).toBe(4408);
    expect((await stage.now()).pages).toHaveLength(1);
  });

  it.each([
    ["no JSON", "hello"],
    ["a message of another shape", '{"v":1,"t":"STARTED","d":{"playback_ref":7}}'],
    ["32 KB", `{"v":1,"t":"ALIVE","d":{"x":"${"x".repeat(32_000)}"}}`],
  ])("closes a connection that says %s, and stands as it was", async (_name, text) => {
    const stage = await openStage();
    const page = await connected(stage);
    await stage.donate({ duration_ms: 20_000 });
    const playback = await playing(page);
    const other = await connected(stage);
    other.sayRaw(text);
    await expect.poll(other.closedWith, patient).toBe(4400);
    expect((await stage.now()).current).toMatchObject({ playback_ref: playback });
  });

  it("closes a connection that talks without end, and ignores kinds of words that it does not know", async () => {
    const stage = await openStage();
    const page = await connected(stage);
    page.say("FROM_THE_FUTURE", { much: "later" });
    for (let count = 0; count < 60; count += 1) page.say("ALIVE");
    await expect.poll(page.closedWith, patient).toBe(4429);
  });
});
