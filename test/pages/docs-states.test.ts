import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiFixture, changedFixture } from "../support/api-fixture.ts";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

beforeEach(async () => {
  site.reset();
  visit = await openVisit(browser, site.origin);
  page = visit.page;
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

async function openDocs(hash = ""): Promise<void> {
  await page.goto(`/docs${hash}`);
  await page.locator("article").first().waitFor();
}

describe("the reference, when the document is not what it should be", () => {
  it("keeps hostile text inert", async () => {
    const hostile = `<img src=x onerror="window.owned=1"><script>window.owned=1</script>`;
    const schema = {
      type: "object",
      properties: { [hostile]: { description: hostile, enum: [hostile], example: hostile } },
    };
    site.answer("/openapi.json", {
      status: 200,
      body: changedFixture({
        operationId: hostile,
        summary: hostile,
        description: `${hostile}\n\n- ${hostile}\n\n\`${hostile}\` **${hostile}** [x](javascript:window.owned=1)`,
        tags: [hostile],
        "x-scope": hostile,
        parameters: [
          { name: hostile, in: "query", description: hostile, schema: { default: hostile } },
        ],
        requestBody: {
          content: { "application/json": { schema, example: { [hostile]: hostile } } },
        },
        responses: {
          [hostile]: { description: hostile, "x-problem-codes": [hostile, "../../evil?x=1#y"] },
        },
      }),
    });
    await openDocs();
    await page.locator("article", { hasText: hostile }).locator(".try summary").click();

    expect(await page.evaluate(() => "owned" in window)).toBe(false);
    expect(
      await page.locator("main img, main script, main [onerror], [href^='javascript']").count(),
    ).toBe(0);
    expect(await page.locator("h3", { hasText: hostile }).count()).toBe(1);
    const links = await page
      .locator(".codes a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(links).toContain("/problems/..%2F..%2Fevil%3Fx%3D1%23y");
  });

  it("draws the other operations when one cannot be drawn", async () => {
    site.answer("/openapi.json", { status: 200, body: changedFixture({ description: 42 }) });
    await openDocs();

    expect(await page.locator("#openWallet").textContent()).toContain("could not be drawn");
    expect(await page.locator("#listWallets h3").textContent()).toBe("List wallets");
  });

  it("says what failed, with the request id, and comes back when asked again", async () => {
    site.answer("/openapi.json", { status: 503, headers: { "request-id": "01K6FAILED" } });
    await page.goto("/docs");
    const alert = page.getByRole("alert");

    expect(await alert.textContent()).toContain(
      "The server answered 503 for /openapi.json. No money moved.",
    );
    expect(await alert.textContent()).toContain("01K6FAILED");
    site.reset();
    await alert.getByRole("button", { name: "Try again" }).click();
    await page.locator("#transfer").waitFor();
  });

  it("tells a document that it cannot read and a server that is gone apart", async () => {
    site.answer("/openapi.json", { status: 200, body: ["not a document"] });
    await page.goto("/docs");
    expect(await page.getByRole("alert").textContent()).toContain("is not what this page can read");

    await page.route("**/openapi.json", (route) => route.abort());
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("The server did not answer.").waitFor();
  });

  it("shows the shape of what is coming, and says when there is nothing", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    site.answer("/openapi.json", { status: 200, body: { ...apiFixture, paths: {} } });
    await page.route("**/openapi.json", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/docs");
    await page.getByRole("status", { name: "Loading" }).first().waitFor();
    release();

    await page.getByRole("heading", { name: "No operations yet" }).waitFor();
  });
});
