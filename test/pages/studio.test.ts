import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import {
  overlayFixture,
  snapshotFixture,
  streamerRef,
  tokensFixture,
} from "../support/studio-fixture.ts";
import { type StudioStub, signIn, stubStudio } from "../support/studio-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;
let studio: StudioStub;

const commandsPath = "/v1/overlays/stage/commands";

beforeEach(async () => {
  site.reset();
  visit = await openVisit(browser, site.origin);
  page = visit.page;
  studio = await stubStudio(page, site);
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

const sent = (path: string) => site.received.filter(({ url }) => url === path);
const commands = () => sent(commandsPath).map(({ body }) => JSON.parse(body));
const press = (name: string) => page.getByRole("button", { name, exact: true }).first().click();

describe("signing in", () => {
  it("says what is wrong with a password, and lets in with the right one", async () => {
    site.answer("/v1/auth/login", { status: 401, body: { code: "invalid_credentials" } });
    await page.goto("/studio");
    await page.getByLabel("Email").fill("budi@example.com");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("Address and password do not fit together.").waitFor();

    site.answer("/v1/auth/login", { status: 200, body: tokensFixture });
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Budi" }).waitFor();
  });

  it("asks for a second factor where there is one", async () => {
    site.answer("/v1/auth/login", { status: 202, body: { challenge_token: "mc_1" } });
    site.answer("/v1/auth/login/verify", { status: 200, body: tokensFixture });
    await page.goto("/studio");
    await page.getByLabel("Email").fill("budi@example.com");
    await page.getByLabel("Password").fill("kopi susu tanpa gula");
    await page.keyboard.press("Enter");
    await page.getByLabel("Code").fill("042317");
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "Budi" }).waitFor();
  });

  it("refreshes a session that has run out, once for all that ask at the same time", async () => {
    await signIn(page, "#goals");
    const goals = `**/v1/streamers/${streamerRef}/goals`;
    await page.route(goals, async (route) => {
      const isFresh = route.request().headers().authorization === "Bearer access-2";
      if (isFresh) await route.fallback();
      else await route.fulfill({ status: 401, json: { code: "unauthenticated" } });
    });
    await page.reload();

    await page.getByText("Mikrofon baru").waitFor();
    expect(sent("/v1/auth/refresh").length).toBe(1);
  });

  it("signs out, and a reload does not bring anything back", async () => {
    await signIn(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Password").waitFor();
    await page.reload();

    await page.getByLabel("Password").waitFor();
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(
      "access",
    );
  });

  it("tells who may only look what to do", async () => {
    site.answer("/v1/auth/login", {
      status: 200,
      body: { ...tokensFixture, scope: "account:read wallets:read" },
    });
    await page.goto("/studio");
    await page.getByLabel("Email").fill("ayu@example.com");
    await page.getByLabel("Password").fill("kopi susu tanpa gula");
    await page.keyboard.press("Enter");

    await page.getByText("This account may only look").waitFor();
  });
});

describe("the live view", () => {
  it("shows what plays and what waits, and every change of it", async () => {
    await signIn(page);
    await page.getByText("On stream").waitFor();
    await page.getByText("Pak Dé").waitFor();
    studio.show({ ...snapshotFixture, rev: 2, current: null, queue: [], queue_length: 0 });

    await page.getByText("Nothing is playing").waitFor();
    await page.getByText("Nobody waits").waitFor();
  });

  it("steers, and names the playback that it means", async () => {
    await signIn(page);
    await page.getByText("On stream").waitFor();
    for (const name of [
      "Skip this donation",
      "Pause",
      "Mute",
      "Test alert",
      "Stop everything now",
    ]) {
      await press(name);
    }
    await expect.poll(() => commands().length).toBe(5);

    const money = { amount: "10000", currency: "IDR", amount_text: "Rp10.000" };
    const tried = { ...money, message: "Semangat!" };
    expect(commands()).toEqual([
      { command: "SKIP", playback_ref: snapshotFixture.current?.playback_ref },
      { command: "PAUSE" },
      { command: "MUTE" },
      { command: "TEST", test: tried },
      { command: "PANIC" },
    ]);
    const keys = sent(commandsPath).map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(5);
  });

  it("clears only what was seen, and only after it has said what that means", async () => {
    await signIn(page);
    await page.getByText("On stream").waitFor();
    await press("Clear the queue");
    expect(commands()).toEqual([]);
    await press("Clear 2 donations");

    await expect.poll(commands).toEqual([{ command: "CLEAR", up_to_seq: 12 }]);
  });

  it("keeps the focus where it is while everything around it changes", async () => {
    await signIn(page);
    await page.getByText("On stream").waitFor();
    await page.getByRole("button", { name: "Pause" }).focus();
    studio.show({ ...snapshotFixture, rev: 2, is_paused: true });
    await page.getByRole("button", { name: "Resume" }).waitFor();

    expect(await page.locator(":focus").innerText()).toBe("Resume");
  });

  it("says in plain words how the overlay is", async () => {
    await signIn(page);
    await page.getByText("The overlay is open and answers.").waitFor();
    await page.getByText("sound is blocked").waitFor();
    studio.show({ ...snapshotFixture, rev: 2, health: "NO_PAGE", pages: [] });

    await page.getByText("No overlay is open.").waitFor();
  });

  it("says when it is not live, and connects again by itself", async () => {
    await signIn(page);
    await page.getByText("On stream").waitFor();
    await studio.drop();
    await page.getByText("Not connected.").waitFor();

    await page.locator(".live").getByText("Live", { exact: true }).waitFor();
  });

  it("lets a moderator decide", async () => {
    const ref = snapshotFixture.awaiting[0]?.donation_ref;
    for (const verdict of ["approve", "reject"]) {
      site.answer(`/v1/donations/${ref}/${verdict}`, { status: 200, body: {} });
    }
    await signIn(page);
    await press("Show it");
    await press("Show without words");
    await expect.poll(() => sent(`/v1/donations/${ref}/reject`).length).toBe(1);

    expect(sent(`/v1/donations/${ref}/approve`).length).toBe(1);
    expect(JSON.parse(sent(`/v1/donations/${ref}/reject`)[0]?.body ?? "")).toEqual({
      mode: "CENSOR",
    });
  });

  it("keeps what donors write inert", async () => {
    const evil = `<img src=x onerror="document.title='owned'">`;
    await signIn(page);
    await page.getByText("On stream").waitFor();
    const current = snapshotFixture.current && {
      ...snapshotFixture.current,
      name: evil,
      message: evil,
    };
    studio.show({ ...snapshotFixture, rev: 2, current });
    await page.locator(".donation-message").filter({ hasText: evil }).waitFor();

    expect(await page.locator("main img").count()).toBe(0);
  });
});

describe("the other views", () => {
  it("show a new link once, and never an old one", async () => {
    const link = `/overlay/${overlayFixture.overlay_ref}#k=ovl_${"n".repeat(43)}`;
    site.answer(`/v1/overlays/${overlayFixture.overlay_ref}/rotate`, {
      status: 200,
      body: { ...overlayFixture, token: "t", link },
    });
    await signIn(page, "#overlays");
    await press("Give it a new link");
    await press("End the old link now");

    expect(await page.getByLabel("Link of Alert").inputValue()).toBe(`${site.origin}${link}`);
    await page.reload();
    await page.getByText("Alert", { exact: true }).first().waitFor();
    expect(await page.locator("body").innerHTML()).not.toContain("ovl_");
  });

  it("save the rules of the page over the version that was read", async () => {
    await signIn(page, "#page");
    await page.getByLabel("About you").fill("Sekarang siang juga.");
    await page.getByLabel("From", { exact: true }).first().fill("2.000");
    await press("Save");
    await page.getByText("Saved.").waitFor();

    const patch = site.received.find(({ method }) => method === "PATCH");
    expect(patch?.headers["if-match"]).toBe('"3"');
    const { settings } = JSON.parse(patch?.body ?? "");
    expect(settings).toMatchObject({ bio: "Sekarang siang juga.", is_accepting: true });
    expect(settings.tiers[0]).toMatchObject({ min_amount: "2000", theme: "calm" });
  });

  it("begin a goal", async () => {
    await signIn(page, "#goals");
    await page.getByLabel("What it is for").fill("Kamera");
    await page.getByLabel("Target").fill("3.000.000");
    await press("Begin this goal");
    const path = `/v1/streamers/${streamerRef}/goals`;
    await expect.poll(() => sent(path).filter(({ method }) => method === "POST").length).toBe(1);

    const body = sent(path).find(({ method }) => method === "POST")?.body;
    expect(JSON.parse(body ?? "")).toMatchObject({ title: "Kamera", target: "3000000" });
  });

  it("say what failed and ask again", async () => {
    site.answer("/v1/donations", { status: 500, body: { title: "It broke." } });
    await signIn(page, "#donations");
    await page.getByText("It broke.").waitFor();
    await stubStudio(page, site);
    await press("Try again");

    await page.getByRole("cell", { name: "Sari" }).waitFor();
  });
});
