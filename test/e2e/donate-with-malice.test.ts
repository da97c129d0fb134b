// People who mean ill: donors who write markup, pages that act in a streamer's name, thieves of an overlay's link.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { queryAs } from "../support/database.ts";
import { fillGift, goToPay } from "../support/donor-visit.ts";
import { alertsOf, askAs, goOnAir, payGift } from "../support/on-air.ts";
import { openOverlay } from "../support/overlay-screen.ts";
import { signInto } from "../support/studio-visit.ts";
import { openTheatre, type Theatre } from "../support/theatre.ts";

const patient = { timeout: 30_000 };
// Whichever of it ran anywhere would leave its mark.
const evilName = `<img src=x onerror="owned=1">"'&amp;`;
const evilWords = `<script>owned=1</script><svg onload=owned=1> \${owned=1} {{7*7}} ' onclick='owned=1`;
const everyPart = { parts: ["ALERTS", "GOALS", "LEADERBOARD", "TICKER"] };

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());

/** Whether what donors wrote is anything but text in a page. */
async function expectInert(page: Page): Promise<void> {
  expect(await page.evaluate("typeof owned"), page.url()).toBe("undefined");
  expect(await page.locator("script:not([src]), img[src=x], svg[onload], [onclick]").count()).toBe(
    0,
  );
}

it("shows whatever donors write as the text that it is, wherever it is shown", async () => {
  const streamer = await goOnAir(theatre.place, alertsOf(2_000), everyPart);
  const overlay = await openOverlay((await theatre.visitor()).page, streamer.link);
  const { page: studio } = await theatre.visitor();
  await signInto(studio, streamer.email);
  await studio.getByText("The overlay is open and answers.").waitFor();
  const { page: donor } = await theatre.visitor();
  const gift = { amount: "25000", name: evilName, message: evilWords };
  await fillGift(donor, streamer.slug, gift);
  await expect.poll(() => donor.locator(".scene .alert-message").innerText()).toBe(evilWords);
  await expectInert(donor);
  const payUrl = await goToPay(donor);
  const { page: payer } = await theatre.visitor();
  await payer.goto(payUrl);
  await expectInert(payer);
  await payGift({ payUrl });

  await overlay.page.locator(".alert.is-in").waitFor();
  expect(await overlay.page.locator(".alert-name").innerText()).toBe(evilName);
  expect(await overlay.page.locator(".alert-message").innerText()).toBe(evilWords);
  await overlay.page.locator(".leaders", { hasText: "owned=1" }).waitFor();
  await expectInert(overlay.page);
  await studio.locator(".badge", { hasText: "Shown" }).waitFor();
  await expectInert(studio);
  await studio.getByRole("link", { name: "Donations", exact: true }).click();
  await studio.getByRole("cell", { name: evilWords }).waitFor();
  await expectInert(studio);
  await donor.goto(`/donate/${streamer.slug}`);
  await donor.evaluate("sessionStorage.clear()");
  await donor.reload();
  await donor.locator(".leader-list", { hasText: "owned=1" }).waitFor();
  await expectInert(donor);
  // The provider's page is its own; whatever else was refused or thrown would stand here.
  expect(theatre.complaints().filter((text) => !text.startsWith(`request to ${payUrl}`))).toEqual(
    [],
  );
});

/** Every way in which a page can act on another site in the name of whoever looks at it. */
const attack = (target: string) => `<!doctype html><title>A cat</title>
<iframe name="hole"></iframe><iframe id="studio" src="${target}studio"></iframe>
<form method="post" target="hole" enctype="text/plain" action="${target}v1/overlays/stage/commands">
<input name='{"command":"PANIC","x":"' value='"}'></form>
<script>
  const commands = "${target}v1/overlays/stage/commands";
  const body = JSON.stringify({ command: "PANIC" });
  const told = (work) => work.then(() => "done", () => "refused");
  document.querySelector("form").submit();
  window.outcome = Promise.all([
    told(fetch(commands, { method: "POST", mode: "no-cors", credentials: "include", body })),
    told(fetch(commands, { method: "POST", credentials: "include", body,
      headers: { "content-type": "application/json", authorization: "Bearer guess" } })),
    told(fetch("${target}v1/overlays/stage", { credentials: "include" })),
    told(new Promise((yes, no) => {
      const socket = new WebSocket("${target.replace("http", "ws")}v1/overlays/socket", "saku.overlay.v1");
      socket.onopen = yes;
      socket.onerror = no;
    })),
  ]);
</script>`;

it("does nothing that another page asks for in the name of a streamer who is signed in", async () => {
  const streamer = await goOnAir(theatre.place);
  const { page: studio } = await theatre.visitor();
  await signInto(studio, streamer.email);
  await studio.getByText("No overlay is open.").waitFor();
  const before = await streamer.ask("GET", "/v1/overlays/stage");
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(attack(theatre.site.url));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // The same browser, and for cookies the same site: nobody could be closer.
  const stranger = await studio.context().newPage();
  const { port } = server.address() as AddressInfo;
  try {
    await stranger.goto(`http://127.0.0.1:${port}/`);
    expect(await stranger.evaluate<string[]>("window.outcome")).toEqual(Array(4).fill("refused"));
    // Not for want of arriving: a form and a request without CORS are sent, and ask in nobody's name.
    const denied = () =>
      theatre.site.logs().filter((line) => /unauthenticated.*stage\/commands/.test(line));
    await expect.poll(() => denied().length, patient).toBe(2);
    const framed = stranger.frameLocator("#studio").locator("body");
    expect(await framed.innerText()).not.toContain("Studio");
  } finally {
    await stranger.close();
    await new Promise((done) => server.close(done));
  }
  expect(await streamer.ask("GET", "/v1/overlays/stage")).toEqual(before);
});

it("tells nobody the token of an overlay, and opens nothing for whoever has it from elsewhere", async () => {
  const streamer = await goOnAir(theatre.place, {}, everyPart);
  const token = new URL(streamer.link).hash.slice("#k=".length);
  const { page } = await theatre.visitor();
  await page.route("https://www.youtube.com/**", (route) => route.fulfill({ body: "A video." }));
  const told: string[] = [];
  page.on("request", async (request) => {
    told.push(request.url(), JSON.stringify(await request.allHeaders()));
  });
  const overlay = await openOverlay(page, streamer.link);
  const video = { media_type: "YOUTUBE", media_link: "https://youtu.be/sakuExample" };
  await theatre.give(streamer.slug, video);
  await page.locator("iframe.alert-video").waitFor({ state: "attached" });
  await expect
    .poll(() => told.filter((text) => text.includes("www.youtube.com")).length)
    .toBeGreaterThan(0);

  expect(told.filter((text) => text.includes(token))).toEqual([]);
  const toYouTube = told[told.findIndex((text) => text.startsWith("https://www.youtube.com/")) + 1];
  expect(JSON.parse(toYouTube ?? "{}").referer).toBe(theatre.site.url);
  expect(theatre.site.logs().filter((line) => line.includes(token))).toEqual([]);
  const kept = "select string_agg(tokens::text, ' ') as rows from overlays.tokens";
  expect((await queryAs(theatre.site.ownerUrl, kept))[0]?.rows).not.toContain(token);
  expect(overlay.told("WELCOME").length).toBe(1);

  const asThief = askAs(theatre.site.url, token);
  await expect(
    asThief("POST", "/v1/overlays/stage/commands", { command: "PANIC" }),
  ).rejects.toThrow("401");
  await expect(asThief("GET", "/v1/overlays")).rejects.toThrow("401");
  // An address with the token in front of the # is no link: it would stand in every log on the way.
  const { page: leaky } = await theatre.visitor();
  const sessions: string[] = [];
  leaky.on("request", (request) => sessions.push(new URL(request.url()).pathname));
  await leaky.goto(streamer.link.replace("#", "?"), { waitUntil: "networkidle" });
  expect(sessions).not.toContain("/v1/overlays/session");
});
