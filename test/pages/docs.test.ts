import { execFile } from "node:child_process";
import { promisify } from "node:util";
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

const operations = Object.entries(apiFixture.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    "operationId" in operation ? [{ path, method: method.toUpperCase(), ...operation }] : [],
  ),
);

async function openDocs(hash = ""): Promise<void> {
  await page.goto(`/docs${hash}`);
  await page.locator("article").first().waitFor();
}

describe("the reference", () => {
  it("draws every operation with its method, path and scope, and lists it at the side", async () => {
    await openDocs();

    expect(await page.locator("article").count()).toBe(operations.length);
    for (const { operationId, method, path, summary, ...rest } of operations) {
      const article = page.locator(`#${operationId}`);
      expect(await article.locator("h3").textContent()).toBe(summary);
      expect(await article.locator(".endpoint").textContent()).toBe(`${method}${path}`);
      const scope = rest["x-scope"] === "public" ? "No key needed" : `Scope${rest["x-scope"]}`;
      expect(await article.locator(".scope").textContent()).toBe(scope);
      expect(await page.locator(`nav a[href="#${operationId}"]`).count()).toBe(1);
    }
  });

  it("says of a field what it is, whether it is needed, and what it may be", async () => {
    await openDocs();
    const body = page.locator("#openWallet .part", { hasText: "Body" });
    const rowOf = (name: string) =>
      body.locator(".row", { has: page.getByText(name, { exact: true }) });

    expect(await rowOf("owner_ref").textContent()).toBe(
      "owner_refstring · ulidrequiredWhose wallet it is.Example01JD3Z8K4M6N7P8Q9R0S1T2V3W",
    );
    expect(await rowOf("type").textContent()).toBe("typestringCASHPENDINGPLATFORMDefaultCASH");
    expect(await rowOf("name").textContent()).toBe("namestring1–50 characters");
    expect(await body.textContent()).toContain("Other fields are refused.");
  });

  it("opens what a field holds, and ends where a schema holds itself", async () => {
    await openDocs();
    const replies = page.locator("#transfer .replies");
    await replies.locator("summary").first().click();
    await replies.getByText("Fields of reverses").click();

    expect(await replies.getByText("as above").count()).toBe(1);
    expect(await page.locator("#transfer").getByText("string · date-time or null").count()).toBe(2);
    await page.getByText("Fields of guards").click();
    await expect
      .poll(() => page.locator("#transfer .choices code.row-name").allTextContents())
      .toContain("least");
  });

  it("leads from every problem code to the page that explains it", async () => {
    await openDocs();
    const links = page.locator("#transfer .codes a");

    await expect
      .poll(() => links.allTextContents())
      .toEqual(["wallet_not_found", "insufficient_funds", "same_wallet", "database_unavailable"]);
    await links.nth(1).click();
    await page.getByRole("heading", { name: "Insufficient funds" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/problems/insufficient_funds");
  });

  it("opens at the operation that the address names, and marks it at the side", async () => {
    await openDocs("#transfer");

    await expect
      .poll(() => page.locator("nav a[aria-current=true]").textContent())
      .toContain("Transfer money");
    const top = await page
      .locator("#transfer")
      .evaluate((article) => article.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(200);
  });

  it("finds an operation by keyboard alone", async () => {
    await openDocs();
    const links = page.locator("nav[aria-label=Operations] li a:visible");

    await page.keyboard.press("/");
    await page.keyboard.type("wallets:write patch");
    await expect.poll(() => links.allTextContents()).toEqual(["Rename a walletPATCH"]);
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#updateWallet");

    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    expect(await links.count()).toBe(operations.length);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#listWallets");

    await page.keyboard.press("/");
    await page.keyboard.type("no such thing");
    await page.getByRole("button", { name: "Show everything" }).click();
    expect(await links.count()).toBe(operations.length);
  });

  it("finds an operation by what it says and what it takes, and names itself", async () => {
    await openDocs();
    const links = page.locator("nav[aria-label=Operations] li a:visible");
    for (const word of ["destination_wallet_ref", "guards", "if-match"]) {
      await page.getByRole("searchbox").fill(word);
      expect(await links.count(), word).toBeGreaterThan(0);
      expect(await links.count(), word).toBeLessThan(operations.length);
    }
    expect(await page.title()).toBe("API reference · Saku");
  });

  it("folds the list away on a phone, and gives the focus back when it closes", async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    await openDocs();
    const menu = page.getByRole("button", { name: "Menu" });

    await menu.click();
    await page.locator("nav a[href='#transfer']").waitFor();
    expect(await page.locator("main").getAttribute("inert")).toBe("");
    await page.locator("nav a[href='#transfer']").press("Escape");
    expect(await page.locator("nav a[href='#transfer']").isVisible()).toBe(false);
    expect(await menu.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it("shows the sample in the chosen language everywhere, and copies what it shows", async () => {
    await openDocs();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page
      .locator("#openWallet .sample-curl")
      .getByRole("button", { name: "JavaScript" })
      .click();

    const sample = page.locator("#transfer .sample-javascript");
    expect(await sample.locator("pre").textContent()).toContain(
      '"Idempotency-Key": crypto.randomUUID()',
    );
    await sample.getByRole("button", { name: "Copy" }).click();
    await sample.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await sample.locator("pre").textContent());
  });

  it("gives curl exactly the example, whatever characters it holds", async () => {
    const example = { name: `it's $(touch x) "quoted" \`back\` \\ 🪙`, note: "a\nb" };
    site.answer("/openapi.json", {
      status: 200,
      body: changedFixture({
        requestBody: { content: { "application/json": { schema: { type: "object" }, example } } },
      }),
    });
    await openDocs();
    const sample = await page.locator("#openWallet .sample-curl pre").textContent();

    const script = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; }\nuuidgen() { echo key; }\n${sample}`;
    const { stdout } = await promisify(execFile)("sh", ["-c", script], {
      env: { SAKU_KEY: "secret" },
    });
    const words = stdout.split("\0");
    expect(words[0]).toBe(`${site.origin}/v1/wallets`);
    expect(words).toContain("Authorization: Bearer secret");
    expect(words).toContain("Idempotency-Key: key");
    expect(JSON.parse(words[words.indexOf("-d") + 1] ?? "")).toEqual(example);
  });

  it("speaks Indonesian when asked, and remembers it and the theme", async () => {
    await openDocs();
    await page.getByRole("button", { name: "Bahasa Indonesia" }).click();
    await page.getByRole("button", { name: "Tema: ikut sistem" }).click();
    await page.getByRole("button", { name: "Tema: terang" }).click();
    await page.reload();

    await page.getByRole("heading", { name: "Isi permintaan" }).first().waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("id");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  });

  it("opens everything that is folded when it is printed", async () => {
    await openDocs();
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    expect(await page.locator("details:not(.try):not([open])").count()).toBe(0);
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    expect(await page.locator("details[open]").count()).toBe(0);
  });
});
