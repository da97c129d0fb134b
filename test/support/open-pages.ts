import type { Browser } from "playwright-core";
import { afterAll } from "vitest";
import { openBrowser } from "./browser.ts";
import { openPageSite, type PageSite } from "./page-site.ts";

/** A browser and a site of the built pages for the tests of one file. Both end with it. */
export async function openPages(): Promise<{ readonly browser: Browser; readonly site: PageSite }> {
  const [browser, site] = await Promise.all([openBrowser(), openPageSite()]);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  return { browser, site };
}
