import { env, exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { keptMediaOf } from "../../src/donation-media.ts";
import { mediaInBucket } from "../../src/donations/media-store.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient, type Send } from "../support/http.ts";
import { newRef } from "../support/refs.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const operator = createClient(send, testOperatorKey);
const anybody = createClient(send, null);

async function openPage() {
  const owner_ref = newRef();
  const slug = `w-${owner_ref.slice(-10).toLowerCase()}`;
  const page = { owner_ref, slug, display_name: "Budi", currency: "IDR" };
  const opened = await operator.post("/v1/streamers", page);
  expect(opened.status).toBe(201);
  expect(opened.headers.get("etag")).toBe('"1"');
  return { owner_ref, slug };
}

it("shows a page to anybody, and its rules to whoever they are shown to", async () => {
  const { owner_ref, slug } = await openPage();
  const shown = await anybody.get(`/v1/streamers/${slug.toUpperCase()}`);
  expect(shown.body).toMatchObject({ slug, is_accepting: true });
  expect(Object.keys(shown.body)).not.toContain("moderation");
  expect((await anybody.get(`/v1/streamers/${owner_ref}/settings`)).status).toBe(401);
  expect((await operator.get(`/v1/streamers/${owner_ref}/settings`)).status).toBe(200);
});

it("changes rules for who has read them, and refuses what is no rule", async () => {
  const { owner_ref } = await openPage();
  const path = `/v1/streamers/${owner_ref}/settings`;
  const change = { settings: { running_text: "Terima kasih" } };
  expect((await operator.patch(path, change)).body).toMatchObject({
    code: "precondition_required",
  });
  const changed = await operator.patch(path, change, { "if-match": '"1"' });
  expect(changed.headers.get("etag")).toBe('"2"');
  const late = await operator.patch(path, change, { "if-match": '"1"' });
  expect(late.body).toMatchObject({ status: 412, code: "precondition_failed" });
  const unknown = await operator.patch(path, { settings: { colour: "red" } }, { "if-match": "*" });
  expect(unknown.body).toMatchObject({ code: "validation_failed" });
});

it("quotes by the very rules of the page", async () => {
  const { owner_ref, slug } = await openPage();
  const wish = { amount: "25000", currency: "IDR", donor_name: "Sari", message: "Halo" };
  const path = `/v1/streamers/${slug}/donations/quote`;
  const { status, body } = await anybody.post(path, wish);
  expect(status).toBe(200);
  expect(Number(body.fee_amount) + Number(body.net_amount)).toBe(25_000);
  const closed = { settings: { is_accepting: false } };
  await operator.patch(`/v1/streamers/${owner_ref}/settings`, closed, { "if-match": "*" });
  expect((await anybody.post(path, wish)).body).toMatchObject({ code: "donations_closed" });
});

it("keeps audio with its length in the bucket, and gives it back whole", async () => {
  const store = mediaInBucket(env.MEDIA);
  const bytes = new Uint8Array([1, 2, 3, 4]);
  expect(await store.lengthMsOf("tts/nothing")).toBeNull();
  expect(await store.read("tts/nothing")).toBeNull();
  await store.keep("tts/something", { bytes, contentType: "audio/wav", durationMs: 1_234 });
  expect(await store.lengthMsOf("tts/something")).toBe(1_234);
  const kept = await store.read("tts/something");
  expect(kept?.contentType).toBe("audio/wav");
  expect(new Uint8Array(await new Response(kept?.bytes ?? null).arrayBuffer())).toEqual(bytes);
});

it("rings for anybody, and hands out no audio without its ticket", async () => {
  const drop = await send("/v1/sounds/drop");
  expect(drop.headers.get("content-type")).toBe("audio/wav");
  expect((await drop.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
  expect((await anybody.get("/v1/speech/nothing")).body).toMatchObject({
    code: "speech_not_found",
  });
});

it("asks a network that quotes without end to wait", async () => {
  const { slug } = await openPage();
  const wish = { amount: "25000", currency: "IDR" };
  const from = { "cf-connecting-ip": "203.0.113.77" };
  const path = `/v1/streamers/${slug}/donations`;
  const body = { ...wish, agrees_to_terms: true, is_of_age: true, media_type: "TTS" };
  const codes: unknown[] = [];
  for (let n = 0; n < 64; n += 1) {
    const headers = { ...from, "idempotency-key": newRef() };
    codes.push((await anybody.post(path, { ...body, amount: "1" }, headers)).body.code);
  }
  expect(codes.slice(0, 60)).not.toContain("rate_limited");
  expect(codes.slice(60)).toContain("rate_limited");
});

it("looks for audio under the voice that made it, wherever it is looked for from", () => {
  const config = {
    SPEECH_PROVIDER: "workers-ai",
    VIDEO_SOURCE: "youtube",
    GOOGLE_API_KEY: "",
  } as const;
  const AI = { run: async () => new Response() };
  expect(keptMediaOf({ ...env, AI }, config).voice.name).toContain("workers-ai");
});
