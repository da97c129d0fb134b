import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import { problemsFixture } from "../support/problems-fixture.ts";

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

describe("the problem pages", () => {
  it("say of one code what happened, what to do and what it carries", async () => {
    await page.goto("/problems/insufficient_funds");
    await page.getByRole("heading", { level: 1, name: "Insufficient funds" }).waitFor();

    const text = await page.locator("main").textContent();
    expect(text).toContain("The wallet holds less than the request needs. No money moved.");
    expect(text).toContain("Top up the wallet, or send less.");
    await expect
      .poll(() => page.locator("tbody th").allTextContents())
      .toEqual(["wallet_ref", "required", "available"]);
    const example = JSON.parse((await page.locator("pre").textContent()) ?? "");
    expect(example).toMatchObject({
      type: `${site.origin}/problems/insufficient_funds`,
      status: 422,
      code: "insufficient_funds",
    });
  });

  it("keep the name of a field whole on a phone", async () => {
    const fields = ["original_transaction_ref", "failed_transaction_ref"].map((name) => ({
      name,
      description: "The transaction that was to be acted on, whichever way it was asked for.",
    }));
    const body = [{ ...problemsFixture[0], fields }];
    site.answer("/problems.json", { status: 200, body });
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto("/problems/insufficient_funds");
    const names = page.locator("tbody th code");
    await names.first().waitFor();
    const lines = await names.evaluateAll((all) => all.map((name) => name.getClientRects().length));
    expect(lines).toEqual([1, 1]);
  });

  it("list every code, and find one by its words", async () => {
    await page.goto("/problems");
    const codes = page.locator("main li code");
    await codes.first().waitFor();
    await expect
      .poll(() => codes.allTextContents())
      .toEqual(problemsFixture.map(({ code }) => code));

    await page.getByLabel("Find by code or words").fill("belongs 404");
    await expect.poll(() => codes.allTextContents()).toEqual(["wallet_not_found"]);
    await page.getByLabel("Find by code or words").fill("zzz");
    expect(await page.locator("main").textContent()).toContain("No problem matches “zzz”.");
    await page.getByRole("button", { name: "Show everything" }).click();
    expect(await codes.count()).toBe(problemsFixture.length);
  });

  it("offer the whole list for a code that nobody knows, whatever it is made of", async () => {
    await page.goto("/problems/%3Cimg%20src=x%3E");

    await page.getByRole("heading", { name: "There is no problem called “<img src=x>”" }).waitFor();
    expect(await page.locator("main li").count()).toBe(problemsFixture.length);
    expect(await page.locator("main img").count()).toBe(0);
  });

  it("say what failed, and come back when asked again", async () => {
    site.answer("/problems.json", { status: 500 });
    await page.goto("/problems/insufficient_funds");
    expect(await page.getByRole("alert").textContent()).toContain(
      "answered 500 for /problems.json",
    );

    site.answer("/problems.json", { status: 200, body: [{ code: 1 }] });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("is not what this page can read").waitFor();
    site.answer("/problems.json", { status: 200, body: [] });
    await page.goto("/problems");
    await page.getByText("The catalogue is empty.").waitFor();
  });
});

describe("the front page", () => {
  it("leads to the reference, the problems, the studio, the document and the health check", async () => {
    await page.goto("/");
    const doors = page.locator(".doors a");
    await doors.first().waitFor();

    const targets = await doors.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(targets).toEqual(["/docs", "/problems", "/studio", "/openapi.json", "/health"]);
  });

  it("says in plain words whether the API is ready, and notices by itself when that changes", async () => {
    await page.clock.install();
    await page.goto("/");
    const readiness = page.getByRole("region", { name: "Readiness" });
    await readiness.getByText("The API and its database answer.").waitFor();

    site.answer("/ready", { status: 503, headers: { "request-id": "01K6NOTREADY" } });
    await page.clock.runFor(16_000);
    await readiness.getByText("Not ready").waitFor();
    expect(await readiness.textContent()).toContain("01K6NOTREADY");

    await page.route("**/ready", (route) => route.abort());
    await page.clock.runFor(16_000);
    await readiness.getByText("It keeps trying by itself.").waitFor();

    await page.unroute("**/ready");
    site.reset();
    await page.clock.runFor(16_000);
    await readiness.getByText("The API and its database answer.").waitFor();
  });
});
