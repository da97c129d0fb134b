// A donor whose payment came to nothing tries again, and one who pays in another money than rupiah.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  dollarStreamerFixture,
  leaderboardFixture,
  promisedFixture,
  quoteFixture,
  stateFixture,
} from "../support/donate-fixture.ts";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

const path = "/v1/streamers/budi";
const statePath = `/v1/donations/${promisedFixture.donation_ref}/state`;
const money = { amount: "12.50", fee_amount: "0.60", net_amount: "11.90", currency: "USD" };
const link = "https://youtu.be/dQw4w9WgXcQ";

beforeEach(() => {
  site.reset();
  site.answer(path, { status: 200, body: dollarStreamerFixture });
  site.answer(`${path}/leaderboard`, { status: 200, body: leaderboardFixture });
  site.answer(`${path}/donations/quote`, { status: 200, body: { ...quoteFixture, ...money } });
  site.answer(`${path}/donations`, {
    status: 201,
    body: { ...promisedFixture, ...money, qr: null, redirect_url: `${site.origin}/pay` },
  });
  site.answer(statePath, { status: 200, body: { ...stateFixture, ...money } });
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

async function open(language = "en-US"): Promise<void> {
  visit = await openVisit(browser, site.origin, { width: 360, height: 780, language });
  page = visit.page;
  await page.goto("/donate/budi");
  await page.locator(".amount-input").waitFor();
}

async function give(): Promise<void> {
  await page.locator(".amount-input").fill("12.5");
  await page.getByLabel("Your name").fill("Ann");
  await page.getByLabel("Message").fill("Have a great stream!");
  await page.getByRole("radio", { name: "Video" }).check();
  await page.getByLabel("YouTube link").fill(link);
  await page.getByLabel("Start at").fill("1:30");
  await page.getByLabel("I agree").check();
  await page.getByLabel("I am 18").check();
  await page.locator(".donate-button").click();
  await page.getByText("Waiting for your payment").waitFor();
}

const came = (changes: object) =>
  site.answer(statePath, { status: 200, body: { ...stateFixture, ...money, ...changes } });

it.each([
  ["FAILED", "The payment of $12.50 was declined. Nothing was taken."],
  ["EXPIRED", "The time to pay $12.50 is over. Nothing was taken."],
  ["CANCELLED", "The payment of $12.50 was cancelled. Nothing was taken."],
])(
  "says what came of a payment that is %s, and has all that was written for another",
  async (reason, text) => {
    await open();
    await give();
    // Who pays at the provider's page comes back to a page that has just been loaded.
    came({ state: "NOT_PAID", unpaid_because: reason });
    await page.reload();
    await page.getByRole("heading", { name: "Not paid" }).waitFor();
    await page.getByText(text).waitFor();
    await page.getByRole("button", { name: "Try again" }).click();

    await page.getByText(`${text}`).waitFor();
    await page.getByText("What you wrote is still here.").waitFor();
    expect(await page.locator(".amount-input").inputValue()).toBe("12.50");
    expect(await page.getByLabel("Your name").inputValue()).toBe("Ann");
    expect(await page.getByLabel("Message").inputValue()).toBe("Have a great stream!");
    expect(await page.getByRole("radio", { name: "Video" }).isChecked()).toBe(true);
    expect(await page.getByLabel("YouTube link").inputValue()).toBe(link);
    expect(await page.getByLabel("Start at").inputValue()).toBe("1:30");
    came({});
    await page.getByRole("button", { name: "Donate $12.50" }).click();
    await page.getByText("Waiting for your payment").waitFor();
  },
);

it("has what was written for whoever only changes the donation after a reload", async () => {
  await open();
  await give();
  await page.reload();
  await page.getByRole("button", { name: "Change the donation" }).click();

  expect(await page.getByLabel("Message").inputValue()).toBe("Have a great stream!");
  expect(await page.getByText("What you wrote is still here.").count()).toBe(0);
});

it("says nothing twice of what was paid", async () => {
  await open();
  await give();
  came({ state: "PAID" });
  await page.reload();
  await page.getByRole("button", { name: "Donate again" }).click();

  expect(await page.getByLabel("Message").inputValue()).toBe("");
  await page.reload();
  await page.locator(".amount-input").waitFor();
  expect(await page.getByLabel("Message").inputValue()).toBe("");
});

it("says when the time to pay is over before the provider does", async () => {
  await open();
  site.answer(`${path}/donations`, {
    status: 201,
    body: { ...promisedFixture, ...money, qr: null, pay_until: "2020-01-01T00:00:00.000Z" },
  });
  await give();
  await page.getByText("The time to pay is over.").waitFor();
});

it("offers amounts of the page's own currency, and shows the alert in the stage's language", async () => {
  await open("id-ID");
  expect(await page.locator(".picks").innerText()).toMatch(/^[\s\S]*\$1\s+\$2,50\s+\$5\s+\$10\s*$/);
  expect(await page.locator(".amount-symbol").innerText()).toBe("$");
  await page.getByText("$1 sampai $1.000").waitFor();
  await page.getByRole("radio", { name: "$2,50" }).check();
  expect(await page.locator(".amount-input").inputValue()).toBe("2,50");
  await page.locator(".amount-input").fill("5");
  expect(await page.getByRole("radio", { name: "$5" }).isChecked()).toBe(true);
  await page.locator(".amount-input").fill("12,5");
  await page.getByLabel("Pesan").focus();
  expect(await page.locator(".amount-input").inputValue()).toBe("12,50");

  await expect
    .poll(() => page.locator(".scene .alert-title").innerText())
    .toBe("Sari donated $12.50");
  expect(await page.locator(".figures").innerText()).toMatch(/\$12,50[\s\S]*\$0,60[\s\S]*\$11,90/);
});
