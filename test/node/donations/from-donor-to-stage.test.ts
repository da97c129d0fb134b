// The whole way, over HTTP and with a provider of its own: somebody donates, pays, and what they gave arrives and is shown.
import { afterAll, expect, it } from "vitest";
import { newOwner, newRef } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop, platformOwner } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const { api } = shop;
const consent = { agrees_to_terms: true, is_of_age: true };
const once = () => ({ "idempotency-key": newRef() });

async function openPage() {
  const owner_ref = newOwner().ownerRef;
  const slug = `budi-${owner_ref.slice(-8).toLowerCase()}`;
  const page = { owner_ref, display_name: "Budi", currency: "IDR", slug };
  expect((await api.post("/v1/streamers", page)).status).toBe(201);
  return { owner_ref, slug };
}

async function donate(slug: string, body: object = {}) {
  const wish = { amount: "10001", currency: "IDR", donor_name: "Sari", message: "Semangat!" };
  const path = `/v1/streamers/${slug}/donations`;
  const { status, body: promised } = await api.post(path, { ...wish, ...consent, ...body }, once());
  expect(status).toBe(201);
  return promised;
}

const stateOf = async ({ donation_ref, watch_token }: Record<string, unknown>) => {
  const headers = { "donation-token": String(watch_token) };
  return (await api.get(`/v1/donations/${donation_ref}/state`, headers)).body.state;
};

const chargeOf = async ({ donation_ref }: Record<string, unknown>) => {
  const { body } = await api.get(`/v1/donations/${donation_ref}`);
  return shop.payments.getCharge({ ...newOwner(), isOperator: true }, String(body.charge_ref));
};

it("asks, donates, pays, arrives to the rupiah and waits for its turn on stage", async () => {
  const { owner_ref, slug } = await openPage();
  const page = await api.get(`/v1/streamers/${slug}`);
  expect(page.body).toMatchObject({ display_name: "Budi", is_accepting: true, goals: [] });
  const quote = await api.post(`/v1/streamers/${slug}/donations/quote`, {
    amount: "10001",
    currency: "IDR",
    donor_name: "Sari",
    message: "Semangat!",
    media_type: "TTS",
  });
  expect(quote.body).toMatchObject({ fee_amount: "501", net_amount: "9500", is_held: false });

  const promised = await donate(slug, { media_type: "TTS" });
  expect(promised).toMatchObject({ state: "AWAITING_PAYMENT", fee_amount: "501" });
  expect(promised.qr).toBeTruthy();
  await shop.happen(await chargeOf(promised), "pay");

  expect(await stateOf(promised)).toBe("PAID");
  expect(await shop.holds(owner_ref, "PENDING")).toBe("9500");
  expect(await shop.holds(platformOwner, "PLATFORM")).toBe("501");
  const { items } = await shop.donations.unplayed(owner_ref);
  expect(items).toMatchObject([
    { seq: 1, awaitsSpeech: false, content: { view: { name: "Sari" } } },
  ]);
  const [, speech] = items[0]?.content.audio ?? [];
  const audio = await api.get(speech?.src ?? "");
  expect(audio.status).toBe(200);
  expect(audio.headers.get("content-type")).toBe("audio/wav");
});

it.each([
  ["played_at = now()", "donation_messages_played_says_when"],
  ["playback_outcome = 'PLAYED', playback_ended_at = now()", "donation_messages_played_says_when"],
  ["playback_outcome = 'SKIPPED'", "donation_messages_end_is_whole"],
  ["net_amount = net_amount + 1", "donation_messages_paid_is_whole"],
  ["seq = null", "donation_messages_paid_is_whole"],
])("has a database that lets nobody set %s of a paid donation", async (change, constraint) => {
  const { slug } = await openPage();
  const promised = await donate(slug);
  await shop.happen(await chargeOf(promised), "pay");
  const update = `update donations.donation_messages set ${change} where donation_ref = $1`;
  await expect(queryAs(shop.ownerUrl, update, [promised.donation_ref])).rejects.toMatchObject({
    constraint,
  });
});

it("takes back what was shown of a donation whose money went back", async () => {
  const { owner_ref, slug } = await openPage();
  const promised = await donate(slug);
  await shop.happen(await chargeOf(promised), "pay");
  await shop.happen(await chargeOf(promised), "chargeback");
  expect(await stateOf(promised)).toBe("REFUNDED");
  expect((await shop.donations.unplayed(owner_ref)).items).toEqual([]);
});

it("shows a donation once however often and in whatever order its payment is told", async () => {
  const { owner_ref, slug } = await openPage();
  const promised = await donate(slug);
  const charge = await chargeOf(promised);
  await shop.control(`charges/${charge.externalReference}/pay`, { held: true });
  await shop.control("release", { order: "kept", times: 3 });
  await shop.donations.catchUp();
  await shop.donations.catchUp();
  expect((await shop.donations.unplayed(owner_ref)).items).toHaveLength(1);
  expect(await shop.eventsOf(String(promised.donation_ref))).toEqual([
    "donation.created",
    "donation.paid",
  ]);
  expect(await shop.donations.reconcileCharges()).toMatchObject({ faults: [] });
});

it("finds by itself a payment that donations were not told of", async () => {
  const { slug } = await openPage();
  const promised = await donate(slug);
  const deaf = await chargeOf(promised);
  const told = shop.donations.handleCharge;
  Object.assign(shop.donations, { handleCharge: () => Promise.reject(new Error("deaf")) });
  try {
    await shop.happen(deaf, "pay");
  } finally {
    Object.assign(shop.donations, { handleCharge: told });
  }
  expect(await stateOf(promised)).toBe("AWAITING_PAYMENT");
  // What is read below the horizon waits for every older transaction of the server, other tests' among them.
  const stateAfterCatchUp = async () => {
    await shop.donations.catchUp();
    return stateOf(promised);
  };
  await expect.poll(stateAfterCatchUp, { timeout: 20_000 }).toBe("PAID");
});

it("loses no payment that a fault of ours kept from being handled, and lets the others pass", async () => {
  const { slug } = await openPage();
  const [unlucky, other] = [await donate(slug), await donate(slug)];
  const broken = "alter function donations.follow_charge";
  const [{ signature } = { signature: "" }] = await queryAs<{ signature: string }>(
    shop.ownerUrl,
    `select pg_get_function_identity_arguments('donations.follow_charge'::regproc) as signature`,
  );
  await queryAs(shop.ownerUrl, `${broken} (${signature}) rename to follow_charge_away`);
  await shop.happen(await chargeOf(unlucky), "pay").catch(() => undefined);
  const noted = async () => (await shop.donations.catchUp()).unhandled;
  await expect.poll(noted, { timeout: 20_000 }).toBe(1);
  await queryAs(shop.ownerUrl, `${broken}_away (${signature}) rename to follow_charge`);

  await shop.happen(await chargeOf(other), "pay");
  expect(await stateOf(other)).toBe("PAID");
  expect(await stateOf(unlucky)).toBe("AWAITING_PAYMENT");
  await queryAs(
    shop.ownerUrl,
    "update donations.unhandled_charges set next_attempt_at = clock_timestamp()",
  );
  expect(await shop.donations.catchUp()).toMatchObject({ unhandled: 0 });
  expect(await stateOf(unlucky)).toBe("PAID");
});

it("answers a donor in words for every wish that cannot be had", async () => {
  const { slug } = await openPage();
  const path = `/v1/streamers/${slug}/donations`;
  const wish = { amount: "10000", currency: "IDR", ...consent };
  const keyless = await api.post(path, wish);
  expect(keyless.body).toMatchObject({ status: 400, code: "idempotency_key_required" });
  const child = await api.post(path, { ...wish, is_of_age: false }, once());
  expect(child.body).toMatchObject({ status: 422, code: "validation_failed" });
  const number = await api.post(path, { ...wish, amount: 10_000 }, once());
  expect(JSON.stringify(number.body.errors)).toContain("decimal strings");
  const little = await api.post(path, { ...wish, amount: "1" }, once());
  expect(little.body).toMatchObject({ code: "donation_amount_out_of_range", least: "1000" });
  const nobody = await api.post("/v1/streamers/nobody/donations", wish, once());
  expect(nobody.body).toMatchObject({ status: 404, code: "streamer_not_found" });
});

it("serves the sound of every tier, and nothing for a sound that there is not", async () => {
  const drop = await api.get("/v1/sounds/drop");
  expect(drop.status).toBe(200);
  expect(drop.headers.get("content-type")).toBe("audio/wav");
  expect(drop.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await api.get("/v1/sounds/thunder")).status).toBe(404);
  expect((await api.get(`/v1/speech/${"a".repeat(64)}.x.${"b".repeat(24)}`)).body).toMatchObject({
    code: "speech_not_found",
  });
});
