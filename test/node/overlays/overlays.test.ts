// Links for OBS: who makes them, who opens them, and how they end.
import { beforeAll, describe, expect, it } from "vitest";
import { overlayEvents } from "../../../src/overlays/events.ts";
import {
  createOverlaysService,
  createStagesInMemory,
  createTickets,
  overlayProblem,
  type Stages,
} from "../../../src/overlays/index.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import type { ApiClient } from "../../support/http.ts";
import type { RoleCaller } from "../../support/matrix/caller.ts";
import { openSite, type Site } from "../../support/matrix/site.ts";
import { newRef } from "../../support/refs.ts";
import { alertContent, queueItem } from "../../support/stage/alerts.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});

async function newStreamer(): Promise<{ api: ApiClient; person: RoleCaller }> {
  const person = await site.newCaller("streamer");
  return { api: site.clientOf(person), person };
}

const sessionFor = (overlay: Record<string, unknown>, words: Record<string, unknown> = {}) =>
  site.anybody.post("/v1/overlays/session", {
    ...{ overlay_ref: overlay.overlay_ref, token: overlay.token, instance: newRef() },
    ...words,
  });

describe("a link", () => {
  it("is shown once, opens its overlay, and nothing that opens it is kept", async () => {
    const { api } = await newStreamer();
    const key = { "idempotency-key": newRef() };
    const made = await api.post("/v1/overlays", { name: "Alerts" }, key);
    expect(made).toMatchObject({
      status: 201,
      body: { name: "Alerts", parts: ["ALERTS"], version: 1 },
    });
    expect(made.body.link).toBe(`/overlay/${made.body.overlay_ref}#k=${made.body.token}`);
    const again = await api.post("/v1/overlays", { name: "Alerts" }, key);
    expect(again.body).toEqual({ ...made.body, token: null, link: null });
    expect((await api.get(`/v1/overlays/${made.body.overlay_ref}`)).body.token).toBeUndefined();

    const session = await sessionFor(made.body);
    expect(session).toMatchObject({ status: 200, body: { overlay: { name: "Alerts" } } });
    const kept = await queryAs<{ text: string }>(
      site.bank.ownerUrl,
      `select concat(t::text, (select string_agg(reply::text, '') from platform.idempotency_keys),
         (select string_agg(payload::text, '') from platform.outbox_events)) as text from overlays.tokens as t`,
    );
    for (const { text } of kept) expect(text).not.toContain(String(made.body.token));
  });

  it("opens no other overlay, and none by a guess", async () => {
    const { api } = await newStreamer();
    const one = (await api.post("/v1/overlays", { name: "One" })).body;
    const other = (await api.post("/v1/overlays", { name: "Other" })).body;
    const refused = { status: 401, body: { code: "overlay_link_ended" } };
    expect(await sessionFor({ ...one, token: other.token })).toMatchObject(refused);
    expect(await sessionFor({ ...one, token: `ovl_${"x".repeat(43)}` })).toMatchObject(refused);
  });

  it("ends when it is renewed: at once, or when the overlap is over", async () => {
    const { api } = await newStreamer();
    const first = (await api.post("/v1/overlays", { name: "Alerts" })).body;
    const path = `/v1/overlays/${first.overlay_ref}/rotate`;
    const second = (await api.post(path, {})).body;
    expect((await sessionFor(first)).status).toBe(401);
    const third = (await api.post(path, { overlap_seconds: 3_600 })).body;
    expect([(await sessionFor(second)).status, (await sessionFor(third)).status]).toEqual([
      200, 200,
    ]);
    const fourth = (await api.post(path, { overlap_seconds: 0 })).body;
    const ends = [first, second, third, fourth].map(
      async (link) => (await sessionFor(link)).status,
    );
    expect(await Promise.all(ends)).toEqual([401, 401, 401, 200]);
  });

  it("is told to the stage as ended with the next one that ends, where the stage was away before", async () => {
    const { person } = await newStreamer();
    const told: string[][] = [];
    let isAway = true;
    const stages: Stages = {
      ...createStagesInMemory(systemClock),
      endTokens: async (_streamerRef, ends) => {
        if (isAway) throw overlayProblem("stage_unavailable", "Away.");
        told.push(ends.map(({ tokenRef }) => tokenRef));
      },
    };
    const { database, cursors, limits } = site.bank;
    const tickets = createTickets("a secret of this test and of no other");
    const shared = { database, cursors, limits, clock: systemClock };
    const overlays = createOverlaysService({ ...shared, stages, tickets });
    const looks = { is_mirror: false, position: "TOP", scale_percent: 100 } as const;
    const choices = { name: "Alerts", parts: ["ALERTS" as const], ...looks };
    const made = await overlays.create(person.caller, { write: write(), choices });
    const renew = () => {
      const overlayRef = made.result.overlay_ref;
      return overlays.rotate(person.caller, { write: write(), overlayRef, overlapSeconds: 0 });
    };
    await expect(renew()).rejects.toMatchObject({ code: "stage_unavailable" });
    isAway = false;
    await renew();
    expect(told.map((ends) => new Set(ends).size)).toEqual([2]);
  });

  it("ends with its overlay", async () => {
    const { api } = await newStreamer();
    const made = (await api.post("/v1/overlays", { name: "Alerts" })).body;
    expect((await api.delete(`/v1/overlays/${made.overlay_ref}`)).status).toBe(200);
    expect((await sessionFor(made)).status).toBe(401);
    expect((await api.get(`/v1/overlays/${made.overlay_ref}`)).status).toBe(404);
    expect((await api.get("/v1/overlays")).body.data).toEqual([]);
  });
});

describe("an overlay", () => {
  it("is changed by whoever saw its present version, and announces each change in words of its schema", async () => {
    const { api } = await newStreamer();
    const made = (await api.post("/v1/overlays", { name: "Alerts" })).body;
    const path = `/v1/overlays/${made.overlay_ref}`;
    const changed = await api.patch(path, { parts: ["GOALS"] }, { "if-match": '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { parts: ["GOALS"], version: 2 } });
    const late = await api.patch(path, { name: "Late" }, { "if-match": '"1"' });
    expect(late).toMatchObject({ status: 412, body: { code: "precondition_failed" } });
    await api.post(`${path}/rotate`, {});
    await api.delete(path);
    const rows = await queryAs<{ event_type: string; sequence: string; payload: unknown }>(
      site.bank.ownerUrl,
      "select event_type, sequence, payload from platform.outbox_events where aggregate_ref = $1 order by sequence",
      [made.overlay_ref],
    );
    expect(rows.map(({ event_type, sequence }) => [event_type, sequence])).toEqual([
      ["overlay.created", "1"],
      ["overlay.updated", "2"],
      ["overlay.rotated", "3"],
      ["overlay.removed", "4"],
    ]);
    for (const { event_type, payload } of rows) {
      const schema = overlayEvents.find(({ type }) => type === event_type)?.data;
      expect(schema?.safeParse(payload).error).toBeUndefined();
    }
  });

  it("and a page are for whoever has registered: nobody gives them a role first", async () => {
    const person = await site.newCaller("user");
    const api = site.clientOf(person);
    const page = { owner_ref: person.caller.ownerRef, display_name: "Ayu", currency: "IDR" };
    expect((await api.post("/v1/streamers", page)).status).toBe(201);
    expect((await api.post("/v1/overlays", { name: "Alerts" })).status).toBe(201);
  });

  it("is one of twenty at most", async () => {
    const { api } = await newStreamer();
    for (let count = 0; count < 20; count += 1) await api.post("/v1/overlays", { name: "More" });
    expect(await api.post("/v1/overlays", { name: "Too many" })).toMatchObject({
      status: 409,
      body: { code: "overlay_limit_reached", overlays_at_most: 20 },
    });
  });

  it("of a stranger is as absent as one that never was", async () => {
    const [hers, his] = [await newStreamer(), await newStreamer()];
    const made = (await hers.api.post("/v1/overlays", { name: "Alerts" })).body;
    for (const ref of [made.overlay_ref, newRef()]) {
      const answer = await his.api.post(`/v1/overlays/${ref}/rotate`, {});
      expect(answer).toMatchObject({ status: 404, body: { code: "overlay_not_found" } });
    }
    expect((await sessionFor(made)).status).toBe(200);
  });
});

describe("a stage", () => {
  it("shows what waits, and is steered by its own streamer", async () => {
    const { api, person } = await newStreamer();
    const [one, two] = [newRef(), newRef()];
    const { overlays } = site.bank;
    const content = alertContent({ name: "Seseorang" });
    for (const [index, donationRef] of [one, two].entries()) {
      const item = queueItem({ donationRef, seq: index + 1, content });
      await overlays.enqueue(person.caller.ownerRef, item);
    }
    const seen = await api.get("/v1/overlays/stage");
    expect(seen.body).toMatchObject({ health: "NO_PAGE", queue_length: 2, current: null });
    const removed = await api.post("/v1/overlays/stage/commands", {
      ...{ command: "REMOVE", donation_ref: one },
    });
    expect(removed.body).toMatchObject({
      ...{ queue: [{ donation_ref: two }], ended: [{ donation_ref: one, outcome: "REMOVED" }] },
    });
  });

  it.each([
    ["PAUSE", {}, { is_paused: true }],
    ["MUTE", {}, { is_muted: true }],
    ["VOLUME", { volume: 0.3 }, { volume: 0.3 }],
    ["PANIC", {}, { is_paused: true, is_muted: true, hold: { reason: "PANIC", until: null } }],
    ["TEST", {}, { queue: [{ kind: "TEST", donation_ref: null }] }],
  ])("obeys %s", async (command, fields, shown) => {
    const { api } = await newStreamer();
    const answer = await api.post("/v1/overlays/stage/commands", { command, ...fields });
    expect(answer).toMatchObject({ status: 200, body: shown });
  });

  it.each([
    ["SKIP", { playback_ref: newRef() }, "playback_not_current"],
    ["REMOVE", { donation_ref: newRef() }, "donation_not_queued"],
    ["REPLAY", { donation_ref: newRef() }, "donation_not_replayable"],
    ["BACKLOG", { choice: "ALL" }, "no_backlog"],
  ])("refuses %s of what is not there", async (command, fields, code) => {
    const { api } = await newStreamer();
    const answer = await api.post("/v1/overlays/stage/commands", { command, ...fields });
    expect(answer).toMatchObject({ status: 409, body: { code } });
  });

  it("refuses a command without what it needs, and with what it does not", async () => {
    const { api } = await newStreamer();
    const path = "/v1/overlays/stage/commands";
    const skip = await api.post(path, { command: "SKIP" });
    expect(skip.body).toMatchObject({ errors: [{ pointer: "/playback_ref" }] });
    const pause = await api.post(path, { command: "PAUSE", volume: 1 });
    expect(pause.body).toMatchObject({ errors: [{ pointer: "/volume" }] });
  });

  it("does under one key one thing, and refuses another under it", async () => {
    const { api } = await newStreamer();
    const path = "/v1/overlays/stage/commands";
    const key = { "idempotency-key": newRef() };
    expect((await api.post(path, { command: "MUTE" }, key)).status).toBe(200);
    const other = await api.post(path, { command: "PAUSE" }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    const again = await api.post(path, { command: "MUTE" }, key);
    expect(again.body).toMatchObject({ is_muted: true, is_paused: false });
  });

  it("is played as it was set, and by default before", async () => {
    const { api } = await newStreamer();
    const path = "/v1/overlays/stage/settings";
    expect((await api.get(path)).body).toEqual({
      ...{ gap_ms: 250, order: "PAID", backlog: "ASK", max_age_s: null },
    });
    const wanted = { gap_ms: 2_000, order: "TIER", backlog: "LAST", max_age_s: 86_400 };
    expect((await api.put(path, wanted)).body).toEqual(wanted);
    expect((await api.get(path)).body).toEqual(wanted);
  });

  it("is reached by websockets alone, and with a ticket alone", async () => {
    const plain = await site.anybody.get("/v1/overlays/socket");
    expect(plain).toMatchObject({ status: 426, body: { code: "upgrade_required" } });
    const ticketless = await site.anybody.get("/v1/overlays/socket", { upgrade: "websocket" });
    expect(ticketless).toMatchObject({ status: 401, body: { code: "ticket_invalid" } });
  });
});
