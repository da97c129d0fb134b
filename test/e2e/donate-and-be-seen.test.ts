// The whole way in three browsers: a streamer's studio, the overlay in their encoder, a donor's phone.
import { afterAll, beforeAll, expect, it } from "vitest";
import { fillGift, goToPay } from "../support/donor-visit.ts";
import { alertsOf, goOnAir, newSlug, payGift, registerStreamer } from "../support/on-air.ts";
import { openOverlay } from "../support/overlay-screen.ts";
import { newRef } from "../support/refs.ts";
import { makeOverlay, openOwnPage, signInto } from "../support/studio-visit.ts";
import { openTheatre, type Theatre } from "../support/theatre.ts";

const patient = { timeout: 30_000 };

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());

it("takes a donation from a phone to the stream, where it is seen and heard once", async () => {
  const slug = newSlug();
  const { email } = await registerStreamer(theatre.place);
  const { page: studio } = await theatre.visitor();
  await signInto(studio, email);
  await openOwnPage(studio, slug);
  const link = await makeOverlay(studio);
  const overlay = await openOverlay((await theatre.visitor()).page, link);
  await studio.getByText("The overlay is open and answers.").waitFor();

  const { page: donor } = await theatre.visitor({ width: 360, height: 780 });
  await fillGift(donor, slug, { amount: "25000", name: "<b>Sari</b>", message: "Semangat ya" });
  await donor.getByRole("button", { name: "Donate Rp 25,000" }).waitFor();
  await payGift({ payUrl: await goToPay(donor) });
  await donor.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();

  await overlay.page.locator(".alert.is-in").waitFor();
  expect(await overlay.page.locator(".alert-name").innerText()).toBe("<b>Sari</b>");
  expect(await overlay.page.locator(".alert-message").innerText()).toBe("Semangat ya");
  await donor.getByText("your message was shown").waitFor(patient);
  await studio.locator(".badge", { hasText: "Shown" }).waitFor();
  expect(await overlay.page.locator(".alert").count()).toBe(0);

  const heard = overlay.heard;
  expect(heard.map((source) => new URL(source).pathname.split("/")[2])).toEqual([
    "sounds",
    "speech",
  ]);
  for (const source of heard) expect(overlay.loudest(source)).toBeGreaterThan(0.05);
  expect(theatre.complaints()).toEqual([]);
});

it("plays an alert in silence when the streamer has muted the stage", async () => {
  const streamer = await goOnAir(theatre.place, alertsOf(2_000));
  const overlay = await openOverlay((await theatre.visitor()).page, streamer.link);
  await streamer.ask("POST", "/v1/overlays/stage/commands", { command: "MUTE" });
  const gift = await theatre.give(streamer.slug);
  const outcome = async () => (await theatre.donation(gift.donationRef)).playback_outcome;
  await expect.poll(outcome, patient).toBe("PLAYED");

  expect(overlay.seen).toHaveLength(1);
  expect(overlay.heard.map((source) => overlay.loudest(source))).toEqual([0]);
});

it("lets an overlay frame YouTube and say where it is from, and no other page", async () => {
  const { site } = theatre;
  const { headers } = await site.send(`/overlay/${newRef()}`);
  expect(headers.get("content-security-policy")).toContain("frame-src https://www.youtube.com");
  expect(headers.get("content-security-policy")).toContain("script-src 'self';");
  expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
  expect(headers.get("cache-control")).toBe("no-store");

  for (const path of ["/studio", "/donate/budi", "/docs"]) {
    const other = await site.send(path);
    expect(other.status).toBe(200);
    expect(other.headers.get("content-security-policy")).not.toContain("youtube");
    expect(other.headers.get("referrer-policy")).toBe("no-referrer");
  }
});
