// Amounts in the studio: spelled one way on every tab, in the language of whoever reads, and in any money.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import { dollarPageFixture, snapshotFixture, streamerRef } from "../support/studio-fixture.ts";
import { type StudioStub, signIn, stubStudio } from "../support/studio-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;
let stub: StudioStub;

const settingsPath = `/v1/streamers/${streamerRef}/settings`;

beforeEach(() => site.reset());

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

async function visitIn(language: string): Promise<void> {
  visit = await openVisit(browser, site.origin, { language });
  page = visit.page;
  stub = await stubStudio(page, site);
}

function takeDollars(): void {
  site.answer(settingsPath, { status: 200, headers: { etag: '"3"' }, body: dollarPageFixture });
}

it.each([
  ["en-US", "Rp\u00a025,000"],
  ["id-ID", "Rp25.000"],
])(
  "are spelled alike where donations play and where they are listed, in %s",
  async (language, text) => {
    await visitIn(language);
    await signIn(page);
    const playing = page.locator(".donation-amount").first();
    await playing.waitFor();
    expect(await playing.textContent()).toBe(text);

    await page.locator('.tabs a[href="#donations"]').click();
    const listed = page.getByRole("row").filter({ hasText: "Sari" }).locator(".number").first();
    expect(await listed.textContent()).toBe(text);
  },
);

it("say what the stage says where nobody told the amount itself", async () => {
  await visitIn("en-US");
  await signIn(page);
  await page.locator(".donation-amount").first().waitFor();
  const { current } = snapshotFixture;
  const bare = current && { ...current, amount: null, currency: null, amount_text: "Rp50.000" };
  stub.show({ ...snapshotFixture, current: bare });

  await page.locator(".donation-amount", { hasText: "Rp50.000" }).waitFor();
});

it("stand in fields as they are written elsewhere, with their currency, and are kept as they were", async () => {
  await visitIn("id-ID");
  takeDollars();
  await signIn(page, "#page");
  const price = page.getByLabel("Harga tiap detik");
  await price.waitFor();
  expect(await price.inputValue()).toBe("0,05");
  expect(await page.getByLabel("Donasi terbesar").inputValue()).toBe("1.000");
  expect(await page.getByLabel("Pilihan cepat").inputValue()).toBe("1 2,50 5 10");
  expect(await page.getByText("Donasi terkecil $").count()).toBe(1);

  await page.getByRole("button", { name: "Simpan" }).click();
  await expect.poll(() => site.received.find(({ method }) => method === "PATCH")).toBeTruthy();
  const saved = site.received.find(({ method }) => method === "PATCH");
  expect(JSON.parse(saved?.body ?? "").settings).toEqual(dollarPageFixture.settings);
});

it("are typed with the sign for fractions that the reader has, as other numbers are", async () => {
  await visitIn("id-ID");
  takeDollars();
  await signIn(page, "#page");
  await page.getByLabel("Donasi terkecil").fill("1,5");
  await page.getByLabel("Detik", { exact: true }).first().fill("7,5");
  await page.getByRole("button", { name: "Simpan" }).click();
  await expect.poll(() => site.received.find(({ method }) => method === "PATCH")).toBeTruthy();
  const saved = site.received.find(({ method }) => method === "PATCH");

  const { min_amount, tiers } = JSON.parse(saved?.body ?? "").settings;
  expect([min_amount, tiers[0].duration_ms]).toEqual(["1.50", 7_500]);
});

it("stand level in a row, however long what stands above them is", async () => {
  await visitIn("id-ID");
  await page.setViewportSize({ width: 768, height: 1024 });
  await signIn(page, "#page");
  const labels = ["Video mulai", "Harga tiap detik", "Video ditonton paling sedikit"];
  const tops = await Promise.all(
    labels.map(async (label) => (await page.getByLabel(label).boundingBox())?.y),
  );
  expect(new Set(tops).size).toBe(1);
});

it("show how an alert looks, and try one, in the language and the money of the stage", async () => {
  await visitIn("id-ID");
  takeDollars();
  await signIn(page, "#page");
  await page.locator(".tier .alert-title").first().waitFor();
  expect(await page.locator(".tier .alert-title").first().innerText()).toBe("Sari donated $1");

  await page.locator('.tabs a[href="#live"]').click();
  await page.getByRole("button", { name: "Tes alert" }).click();
  const isCommand = ({ url }: { readonly url: string }) => url.endsWith("/stage/commands");
  await expect.poll(() => site.received.filter(isCommand).length).toBe(1);
  expect(JSON.parse(site.received.find(isCommand)?.body ?? "").test).toEqual({
    ...{ amount: "1.00", currency: "USD", amount_text: "$1", message: "Keep it up!" },
  });
});
