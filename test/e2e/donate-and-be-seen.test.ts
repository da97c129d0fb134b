// The whole way in three browsers: a streamer's studio, the overlay in their encoder, a donor's phone.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandboxProvider, type SandboxProvider } from "../../dev/sandbox-provider/server.ts";
import { openBrowser } from "../support/browser.ts";
import { createClient } from "../support/http.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import { newRef } from "../support/refs.ts";
import { openSite, type Site } from "../support/site.ts";

const password = "kopi susu tanpa gula";
const secret = "a secret between the sandbox and the site";
const patient = { timeout: 30_000 };

let browser: Browser;
let provider: SandboxProvider;
let site: Site;
const visits: Visit[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  let siteUrl = "";
  provider = await openSandboxProvider({
    port: 0,
    secret,
    notifyUrl: () => `${siteUrl}v1/payments/providers/sandbox/notifications`,
  });
  site = await openSite({
    PAYMENT_PROVIDERS: JSON.stringify({ sandbox: { url: provider.url, secret } }),
  });
  siteUrl = site.url;
});

afterAll(async () => {
  for (const visit of visits) await visit.close();
  await browser?.close();
  await site?.close();
  await provider?.close();
});

async function visitor(): Promise<Page> {
  const visit = await openVisit(browser, new URL(site.url).origin);
  visits.push(visit);
  visit.page.setDefaultTimeout(patient.timeout);
  return visit.page;
}

async function registerStreamer(): Promise<string> {
  const anybody = createClient(site.send, null);
  const email = `${newRef().toLowerCase()}@example.test`;
  const begun = await anybody.post("/v1/auth/register", { email, password });
  const mailbox = await site.send("/dev/mailbox");
  const { data } = (await mailbox.json()) as { data: { destination: string; code: string }[] };
  const code = data.find(({ destination }) => destination === email)?.code;
  const proof = { otp_ref: begun.body.otp_ref, code };
  const proved = await anybody.post("/v1/auth/otp/verify", proof);
  await site.api.post(`/v1/admin/users/${proved.body.user_ref}/roles`, { role: "streamer" });
  return email;
}

async function openStudio(email: string, slug: string): Promise<Page> {
  const studio = await visitor();
  await studio.goto("/studio");
  await studio.getByLabel("Email").fill(email);
  await studio.getByLabel("Password").fill(password);
  await studio.keyboard.press("Enter");
  await studio.getByLabel("Name").fill("Budi");
  await studio.getByLabel("Address").fill(slug);
  await studio.getByRole("button", { name: "Open the page" }).click();
  await studio.getByText("No overlay is open.").waitFor();
  return studio;
}

async function makeOverlay(studio: Page): Promise<string> {
  await studio.getByRole("link", { name: "Overlays", exact: true }).click();
  await studio.getByLabel("Name").fill("Alert");
  await studio.getByRole("button", { name: "Make an overlay" }).click();
  const link = await studio.getByLabel("Link of Alert").inputValue();
  await studio.getByRole("link", { name: "Live", exact: true }).click();
  return link;
}

// These run in the page, whose types the other tests do not know.
const listening = `
  window.played = [];
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function heard() {
    window.played.push(this.currentSrc || this.src);
    return play.call(this);
  };
`;

/** How loud the loudest moment is of something that the page played. */
function loudnessOf(page: Page, source: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const bytes = await (await fetch(${JSON.stringify(source)})).arrayBuffer();
    const audio = await new OfflineAudioContext(1, 1, 22050).decodeAudioData(bytes);
    return Math.max(...audio.getChannelData(0).map(Math.abs));
  })()`);
}

async function donate(slug: string): Promise<Page> {
  const donor = await visitor();
  await donor.setViewportSize({ width: 360, height: 780 });
  await donor.goto(`/donate/${slug}`);
  await donor.locator(".amount-input").fill("25000");
  await donor.getByLabel("Your name").fill("<b>Sari</b>");
  await donor.getByLabel("Message").fill("Semangat ya");
  await donor.getByLabel("I agree").check();
  await donor.getByLabel("I am 18").check();
  await donor.getByRole("button", { name: "Donate Rp 25,000" }).click();
  await donor.getByText("Waiting for your payment").waitFor();
  return donor;
}

it("takes a donation from a phone to the stream, where it is seen and heard once", async () => {
  const slug = `budi-${newRef().slice(-8).toLowerCase()}`;
  const studio = await openStudio(await registerStreamer(), slug);
  const link = await makeOverlay(studio);
  const overlay = await visitor();
  await overlay.addInitScript({ content: listening });
  await overlay.goto(link);
  await studio.getByText("The overlay is open and answers.").waitFor();

  const donor = await donate(slug);
  const payPage = await donor
    .getByRole("link", { name: "Open the payment page" })
    .getAttribute("href");
  await fetch(`${payPage}/pay`, { method: "POST" });
  await donor.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();

  await overlay.locator(".alert.is-in").waitFor();
  expect(await overlay.locator(".alert-name").innerText()).toBe("<b>Sari</b>");
  expect(await overlay.locator(".alert-message").innerText()).toBe("Semangat ya");
  await donor.getByText("your message was shown").waitFor(patient);
  await studio.locator(".badge", { hasText: "Shown" }).waitFor();
  expect(await overlay.locator(".alert").count()).toBe(0);

  const played = await overlay.evaluate<string[]>("window.played");
  expect(played.map((source) => new URL(source).pathname.split("/")[2])).toEqual([
    "sounds",
    "speech",
  ]);
  for (const source of played) expect(await loudnessOf(overlay, source)).toBeGreaterThan(0.05);

  for (const { complaints } of visits) expect(complaints).toEqual([]);
});

it("lets an overlay frame YouTube and say where it is from, and no other page", async () => {
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
