// From nothing to a page that takes donations and a link for OBS.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import { overlayFixture, ownPageFixture, streamerRef } from "../support/studio-fixture.ts";
import { signIn, stubStudio } from "../support/studio-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

const settingsPath = `/v1/streamers/${streamerRef}/settings`;
const link = `/overlay/${overlayFixture.overlay_ref}#k=ovl_${"n".repeat(43)}`;

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

const sent = (path: string) =>
  site.received
    .filter(({ url, method }) => url === path && method === "POST")
    .map(({ body }) => JSON.parse(body));
const press = (name: string) => page.getByRole("button", { name, exact: true }).first().click();
const otpRef = (n: number) => ({ status: 201, body: { otp_ref: `otp-${n}`, channel: "email" } });

async function beginAccount(): Promise<void> {
  site.answer("/v1/auth/register", otpRef(1));
  site.answer("/v1/auth/otp/request", { ...otpRef(2), status: 200 });
  site.answer("/v1/auth/otp/verify", { status: 200, body: {} });
  await page.goto("/studio");
  await press("Create an account");
  await page.getByLabel("Email").fill("budi@example.com");
}

it("makes an account with a code that was sent, and lets in", async () => {
  await beginAccount();
  await page.getByLabel("Password").fill("kopi susu tanpa gula");
  await page.keyboard.press("Enter");
  await page.getByText("on its way to budi@example.com").waitFor();
  await press("Send another code");
  await page.getByText("Another code is on its way.").waitFor();
  await page.getByLabel("Code").fill("042317");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Budi" }).waitFor();

  const account = { email: "budi@example.com", password: "kopi susu tanpa gula" };
  expect(sent("/v1/auth/register")).toEqual([account]);
  expect(sent("/v1/auth/otp/verify")).toEqual([{ otp_ref: "otp-2", code: "042317" }]);
  expect(sent("/v1/auth/login")).toEqual([account]);
});

it("asks for a longer password before it asks the server, and goes back to who has an account", async () => {
  await beginAccount();
  await page.getByLabel("Password").fill("short");
  await page.keyboard.press("Enter");
  await page.getByText("This password is too short.").waitFor();
  expect(sent("/v1/auth/register")).toEqual([]);
  await press("I have an account");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
});

it("says which code is wrong and which has ended", async () => {
  await beginAccount();
  await page.getByLabel("Password").fill("kopi susu tanpa gula");
  await page.keyboard.press("Enter");
  for (const [code, words] of [
    ["code_wrong", "This code is not right."],
    ["code_ended", "This code has ended."],
  ] as const) {
    site.answer("/v1/auth/otp/verify", { status: 422, body: { code } });
    await page.getByLabel("Code").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByText(words).waitFor();
  }
});

it("lets somebody who mistyped their address write another one", async () => {
  await beginAccount();
  await page.getByLabel("Password").fill("kopi susu tanpa gula");
  await page.keyboard.press("Enter");
  await press("Use another address");
  await page.getByLabel("Email").fill("budi@example.net");
  await page.keyboard.press("Enter");
  await page.getByText("on its way to budi@example.net").waitFor();
});

it("says in words of its own what an address may be", async () => {
  site.answer(settingsPath, { status: 404, body: { code: "streamer_not_found" } });
  const message = "Expected 1 to 30 letters, digits and inner hyphens, such as budi-main.";
  const errors = [{ in: "body", pointer: "/slug", message }];
  site.answer("/v1/streamers", { status: 422, body: { code: "validation_failed", errors } });
  await page.goto("/studio");
  await page.getByLabel("Email").fill("budi@example.com");
  await page.getByLabel("Password").fill("kopi susu tanpa gula");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name").fill("Budi");
  await page.getByLabel("Address").fill("Budi!");
  await press("Open the page");

  const fault = page.getByRole("alert").filter({ hasText: "such as rina-games" });
  await fault.waitFor();
  expect(await fault.innerText()).not.toContain("slug");
});

it("opens a page in the currency that was chosen, then gives an address and a link for OBS", async () => {
  site.answer(settingsPath, { status: 404, body: { code: "streamer_not_found" } });
  site.answer("/v1/streamers", { status: 201, body: ownPageFixture });
  site.answer("/v1/overlays", { status: 200, body: { data: [], next_cursor: null } });
  await page.goto("/studio");
  await page.getByLabel("Email").fill("budi@example.com");
  await page.getByLabel("Password").fill("kopi susu tanpa gula");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name").fill("Budi");
  await page.getByLabel("Address").fill("Budi");
  await page.getByLabel("Currency").selectOption("SGD");
  site.answer(settingsPath, { status: 200, headers: { etag: '"1"' }, body: ownPageFixture });
  await press("Open the page");

  const address = page.getByLabel("Give this address to your viewers");
  expect(await address.inputValue()).toBe(`${site.origin}/donate/budi`);
  expect(sent("/v1/streamers")).toEqual([
    { owner_ref: streamerRef, display_name: "Budi", currency: "SGD", slug: "budi" },
  ]);
  site.answer("/v1/overlays", { status: 201, body: { ...overlayFixture, name: "OBS", link } });
  await press("Get my link for OBS");
  expect(await page.getByLabel("Link of OBS").inputValue()).toBe(`${site.origin}${link}`);
});

it("shows first steps to nobody who has taken them", async () => {
  await signIn(page);
  await page.getByText("On stream").waitFor();
  expect(await page.getByText("First steps").count()).toBe(0);
});
