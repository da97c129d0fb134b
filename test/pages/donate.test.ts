import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  leaderboardFixture,
  promisedFixture,
  quoteFixture,
  stateFixture,
  streamerFixture,
} from "../support/donate-fixture.ts";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

const page1 = "/v1/streamers/budi";
const quotePath = `${page1}/donations/quote`;
const givePath = `${page1}/donations`;
const statePath = `/v1/donations/${promisedFixture.donation_ref}/state`;

beforeEach(async () => {
  site.reset();
  site.answer(page1, { status: 200, body: streamerFixture });
  site.answer(`${page1}/leaderboard`, { status: 200, body: leaderboardFixture });
  site.answer(quotePath, { status: 200, body: quoteFixture });
  site.answer(givePath, { status: 201, body: promisedFixture });
  site.answer(statePath, { status: 200, body: stateFixture });
  visit = await openVisit(browser, site.origin, { width: 360, height: 780 });
  page = visit.page;
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

const sent = (path: string) => site.received.filter(({ url }) => url === path);
const lastBody = (path: string) => JSON.parse(sent(path).at(-1)?.body ?? "null");

async function open(): Promise<void> {
  await page.goto("/donate/budi");
  await page.getByLabel("Amount", { exact: false }).first().waitFor();
}

async function wish(): Promise<void> {
  await open();
  await page.locator(".amount-input").fill("25000");
  await page.getByLabel("Message").fill("Semangat!");
  await page.getByText("Rp 24,575").waitFor();
}

async function give(): Promise<void> {
  await wish();
  await page.getByLabel("I agree").check();
  await page.getByLabel("I am 18").check();
  await page.getByRole("button", { name: "Donate Rp 25,000" }).click();
}

describe("the donate page", () => {
  it("quotes what it costs and what arrives while one types", async () => {
    await wish();

    expect(await page.locator(".figures").innerText()).toMatch(
      /You pay\s+Rp.25,000\s+of it, payment costs\s+Rp.425\s+Budi receives\s+Rp.24,575/,
    );
    expect(lastBody(quotePath)).toMatchObject({
      amount: "25000",
      currency: "IDR",
      message: "Semangat!",
      media_type: "TTS",
    });
  });

  it("groups digits as they are typed, whatever is typed between them, and keeps the caret", async () => {
    await open();
    const amount = page.locator(".amount-input");
    await amount.pressSequentially("00123a4567");
    expect(await amount.inputValue()).toBe("1,234,567");
    await amount.press("ArrowLeft");
    await amount.press("ArrowLeft");
    await amount.press("Backspace");
    await amount.pressSequentially("9");
    expect(await amount.inputValue()).toBe("1,234,967");
  });

  it("takes an amount of twelve digits exactly", async () => {
    await open();
    await page.locator(".amount-input").fill("999999999999");
    await page.getByRole("button", { name: "Donate Rp 999,999,999,999" }).waitFor();
    await page.getByText("Rp 24,575").waitFor();

    expect(lastBody(quotePath).amount).toBe("999999999999");
  });

  it("offers quick amounts that a keyboard reaches", async () => {
    await open();
    await page.locator(".amount-input").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");

    expect(await page.locator(".amount-input").inputValue()).toBe("20,000");
  });

  it("says that an amount is not read aloud where its tier has no voice, and donates without", async () => {
    const [tier] = streamerFixture.tiers;
    const tiers = [
      { ...tier, min_amount: "50000" },
      { ...tier, max_speech_characters: 0 },
    ];
    site.answer(page1, { status: 200, body: { ...streamerFixture, tiers } });
    await open();
    await page.getByLabel("Message").fill("Semangat!");
    await page.locator(".amount-input").fill("25000");
    await page.getByText("This amount is not read aloud.").waitFor();
    await expect.poll(() => lastBody(quotePath)?.media_type).toBe("NONE");
    await page.locator(".amount-input").fill("50000");

    await page.getByText("Your message is read aloud.").waitFor();
    await expect.poll(() => lastBody(quotePath)?.media_type).toBe("TTS");
  });

  it("asks for the part of a video by its start and its length", async () => {
    await open();
    await page.locator(".amount-input").fill("25000");
    await page.getByRole("radio", { name: "Video" }).check();
    await page.getByLabel("YouTube link").fill("https://youtu.be/dQw4w9WgXcQ");
    await page.getByLabel("Start at").fill("1:30");
    await page.getByLabel("Seconds empty").fill("20");
    await expect
      .poll(() => lastBody(quotePath))
      .toMatchObject({
        media_type: "YOUTUBE",
        media_link: "https://youtu.be/dQw4w9WgXcQ",
        media_start_seconds: 90,
        media_end_seconds: 110,
      });
  });

  it("says a refusal beside what it is about", async () => {
    site.answer(quotePath, { status: 422, body: { code: "media_not_playable", detail: "x" } });
    await open();
    await page.getByRole("radio", { name: "Video" }).check();
    await page.getByLabel("YouTube link").fill("https://youtu.be/dQw4w9WgXcQ");
    await page.locator(".amount-input").fill("25000");

    await page.getByText("This video cannot be played here.").waitFor();
    expect(await page.getByLabel("YouTube link").getAttribute("aria-invalid")).toBe("true");
  });

  it("sends nothing before everything needed is there, and leads to what is missing", async () => {
    await open();
    await page.getByRole("button", { name: "Donate" }).click();

    expect(await page.locator(":focus").getAttribute("class")).toContain("amount-input");
    expect(await page.getByText("Tick this to go on.").count()).toBe(2);
    expect(sent(givePath)).toEqual([]);
  });

  it("shows the code of the charge and looks by itself until it is paid", async () => {
    await give();
    await page.getByRole("img", { name: "QRIS code of Rp 25,000 to Budi" }).waitFor();
    await page.getByText("Waiting for your payment").waitFor();
    expect(sent(statePath)[0]?.headers["donation-token"]).toBe(promisedFixture.watch_token);
    expect(lastBody(givePath)).toMatchObject({ agrees_to_terms: true, is_of_age: true });

    site.answer(statePath, { status: 200, body: { ...stateFixture, state: "PAID" } });
    await page.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();
    site.answer(statePath, { status: 200, body: { ...stateFixture, state: "SHOWN" } });
    await page.getByText("your message was shown").waitFor();
  });

  it("finds the donation again after a reload", async () => {
    await give();
    await page.locator(".qr").waitFor();
    await page.reload();

    await page.locator(".qr").waitFor();
    expect(sent(givePath).length).toBe(1);
  });

  it("begins anew when the server knows nothing of the donation that the page remembers", async () => {
    await give();
    await page.locator(".qr").waitFor();
    site.answer(statePath, { status: 404, body: { code: "donation_not_found" } });
    await page.locator(".amount-input").waitFor();
    expect(await page.locator(".qr").count()).toBe(0);
  });

  it("says that nothing is lost while the server does not answer, and goes on when it does", async () => {
    await give();
    await page.getByText("Waiting for your payment").waitFor();
    await page.route(`**${statePath}`, (route) => route.abort());
    await page.getByText("what you have paid is safe").waitFor();
    await page.unroute(`**${statePath}`);

    await page.getByText("Waiting for your payment").waitFor({ timeout: 10_000 });
  });

  it("charges once however often an unanswered press is repeated", async () => {
    await page.route(`**${givePath}`, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await give();
    await page.getByText("it is charged once at most").waitFor();
    await page.unroute(`**${givePath}`);
    await page.getByRole("button", { name: "Donate Rp 25,000" }).click();
    await page.locator(".qr").waitFor();

    const keys = sent(givePath).map(({ headers }) => headers["idempotency-key"]);
    expect(keys.length).toBe(2);
    expect(new Set(keys).size).toBe(1);
  });

  it("keeps script in every text of a streamer and a donor inert", async () => {
    const evil = `"><img src=x onerror="document.title='owned'">`;
    const evilMilestones = [{ title: evil, amount: "1", is_reached: true }];
    site.answer(page1, {
      status: 200,
      body: {
        ...streamerFixture,
        display_name: evil,
        bio: evil,
        goals: [{ ...streamerFixture.goals[0], title: evil, milestones: evilMilestones }],
      },
    });
    site.answer(`${page1}/leaderboard`, {
      status: 200,
      body: { ...leaderboardFixture, data: [{ ...leaderboardFixture.data[0], donor: evil }] },
    });
    site.answer(quotePath, {
      status: 200,
      body: { ...quoteFixture, donor_display: evil, message_display: evil },
    });
    await open();
    await page.locator(".amount-input").fill("25000");
    await page.locator(".scene .alert-message").waitFor();
    await page.locator(".leader-list").waitFor();

    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
  });

  it("says what is promised on the way to a goal, and what of it has come", async () => {
    await open();
    const milestone = page.locator(".milestone-list li");
    await expect
      .poll(() => milestone.allInnerTexts())
      .toEqual([expect.stringMatching(/^Setengahnya\s+Rp.1,250,000\s+Reached$/)]);
  });

  it("follows no address of a payment that is none of the web", async () => {
    site.answer(givePath, {
      status: 201,
      body: { ...promisedFixture, qr: null, redirect_url: "javascript:alert(1)" },
    });
    await give();
    await page.getByText("Waiting for your payment").waitFor();

    expect(await page.getByRole("link", { name: "Open the payment page" }).count()).toBe(0);
  });

  it("speaks Indonesian when asked, and keeps what was typed", async () => {
    await wish();
    await page.getByRole("button", { name: "ID, Bahasa Indonesia" }).click();

    await page.getByRole("heading", { name: "Donasi untuk Budi" }).waitFor();
    expect(await page.locator(".amount-input").inputValue()).toBe("25.000");
    expect(await page.getByLabel("Pesan").inputValue()).toBe("Semangat!");
  });

  it("says when a page is closed, is not there, or cannot be loaded", async () => {
    site.answer(page1, { status: 200, body: { ...streamerFixture, is_accepting: false } });
    await page.goto("/donate/budi");
    await page.getByText("Budi takes no donations right now").waitFor();
    site.answer(page1, { status: 404, body: { code: "streamer_not_found" } });
    await page.reload();
    await page.getByText("There is no page at this address").waitFor();
    site.answer(page1, { status: 503, body: {} });
    await page.reload();
    await page.getByRole("button", { name: "Try again" }).waitFor();
  });
});
