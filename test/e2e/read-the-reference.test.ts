import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allEndpoints } from "../../src/meta.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { openBrowser } from "../support/browser.ts";
import { openVisit } from "../support/page-visit.ts";
import { openSite, type Site } from "../support/site.ts";

let browser: Browser;
let site: Site;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it("lets a developer try an operation on the reference that the Worker serves, and read what went wrong", async () => {
  const visit = await openVisit(browser, new URL(site.url).origin);
  const { page } = visit;
  await page.goto("/docs");
  const operations = allEndpoints.map(({ operationId }) => `#${operationId}`);
  await expect.poll(() => page.locator(operations.join()).count()).toBe(operations.length);

  await page.getByLabel("Your API key").fill(testOperatorKey);
  const form = page.locator("#openWallet");
  await form.getByText("Try it").click();
  const send = form.getByRole("button", { name: /^Send/ });
  await send.click();
  await form.getByText("201 Created").waitFor();

  await form.getByRole("textbox", { name: "Idempotency-Key" }).fill("another-intent");
  await send.click();
  await form.getByText("wallet_exists").first().waitFor();
  await page.goto("/problems/wallet_exists");
  await page.getByText("Use the wallet that the problem names.").waitFor();

  await page.goto("/");
  await page.getByRole("heading").first().waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
