// What was given, row by row and day by day, on a phone.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import { donationFixture, streamerRef, tokensFixture } from "../support/studio-fixture.ts";
import { signIn, stubStudio } from "../support/studio-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

beforeEach(async () => {
  site.reset();
  visit = await openVisit(browser, site.origin, { width: 390, height: 844 });
  page = visit.page;
  await stubStudio(page, site);
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

it("adds up earnings exactly, and says in a table what the picture shows", async () => {
  site.answer(`/v1/streamers/${streamerRef}/earnings`, {
    status: 200,
    body: {
      currency: "IDR",
      days: [1, 2].map((n) => ({
        ...{ day: new Date(Date.now() - n * 86_400_000).toLocaleDateString("sv-SE") },
        ...{ donations: n, amount: "900719925474099300", fee_amount: "1" },
        ...{ net_amount: "900719925474099299", refunded_amount: "900719925474099300" },
      })),
    },
  });
  await signIn(page, "#earnings");
  await page.getByRole("img", { name: "What arrived, by day" }).waitFor();

  const total = await page.locator("tfoot td").allInnerTexts();
  expect(total.map((text) => text.replace(/\D/g, ""))).toEqual([
    "3",
    "1801439850948198600",
    "2",
    "1801439850948198598",
    "1801439850948198600",
  ]);
});

it("writes the half of a small top with its cents", async () => {
  site.answer(`/v1/streamers/${streamerRef}/earnings`, {
    status: 200,
    body: {
      currency: "USD",
      days: [
        {
          ...{ day: new Date().toLocaleDateString("sv-SE"), donations: 1, amount: "1.50" },
          ...{ fee_amount: "0.10", net_amount: "1.40", refunded_amount: "0.00" },
        },
      ],
    },
  });
  await signIn(page, "#earnings");
  const scale = page.locator(".chart-scale span");
  await scale.first().waitFor();

  await expect.poll(() => scale.allInnerTexts()).toEqual(["$1.50", "$0.75", "$0"]);
});

it("shows all of a donation on a phone, without anything beyond the edge", async () => {
  await signIn(page, "#donations");
  const row = page.getByRole("row").filter({ hasText: "Sari" }).first();
  await row.waitFor();
  const rights = await row
    .getByRole("cell")
    .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().right));
  expect(rights.length).toBeGreaterThan(5);
  expect(Math.max(...rights)).toBeLessThanOrEqual(390);
});

const gone = { refunded_at: donationFixture.paid_at, returned_amount: "25000" };
const returnedDonations = [
  { ...donationFixture, playback_outcome: "REFUNDED", ...gone },
  { ...donationFixture, returned_amount: "4000" },
  { ...donationFixture, playback_outcome: "REFUNDED" },
];

it.each([
  ["en-US", ["Given back", "Shown Rp4,000 of it went back", "Paid again, not shown"]],
  [
    "id-ID",
    ["Dikembalikan", "Tampil Rp4.000 di antaranya sudah kembali", "Terbayar lagi, tidak tampil"],
  ],
])("says in words what went back to donors and what came again: %s", async (language, words) => {
  const own = await openVisit(browser, site.origin, { language });
  await stubStudio(own.page, site);
  const body = { data: returnedDonations, next_cursor: null };
  site.answer("/v1/donations", { status: 200, body });
  await signIn(own.page, "#donations");
  const states = own.page.locator("tbody td:last-child");
  await states.first().waitFor();
  const texts = await states.allInnerTexts();
  expect(texts.map((text) => text.replace(/\s+/g, " ").replace("Rp ", "Rp"))).toEqual(words);
  await own.close();
  expect(own.complaints).toEqual([]);
});

it("offers to give back what is left of a donation, and nothing where nothing is", async () => {
  const scope = `${tokensFixture.scope} payments:operate`;
  site.answer("/v1/auth/login", { status: 200, body: { ...tokensFixture, scope } });
  const body = { data: returnedDonations, next_cursor: null };
  site.answer("/v1/donations", { status: 200, body });
  await signIn(page, "#donations");
  const offers = page.getByRole("button", { name: "Give it back" });
  await offers.first().waitFor();
  expect(await offers.count()).toBe(2);
  await offers.first().click();
  await page.getByRole("button", { name: /^Really give .*21,000 back$/ }).waitFor();
});
