import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

beforeEach(async () => {
  site.reset();
  visit = await openVisit(browser, site.origin);
  page = visit.page;
  await page.goto("/docs");
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

const walletRef = "01JD3Z8K4M6N7P8Q9R0S1T2V3W";

async function openForm(operationId: string): Promise<Locator> {
  const article = page.locator(`#${operationId}`);
  await article.getByText("Try it").click();
  return article;
}

async function send(form: Locator): Promise<void> {
  await form.getByRole("button", { name: /^Send/ }).click();
}

describe("trying an operation", () => {
  it("sends what the form says, and shows the answer with the headers worth reading", async () => {
    site.answer(`/v1/wallets/${walletRef}`, {
      status: 200,
      headers: { etag: '"8"', "idempotency-replayed": "false", "request-id": "01K6RENAMED" },
      body: { wallet_ref: walletRef, name: "Savings" },
    });
    await page.getByLabel("Your API key").fill("saku_test_secret");
    const form = await openForm("updateWallet");
    await form.getByLabel("If-Match").fill('"7"');
    await send(form);
    await form.getByText("200 OK").waitFor();

    expect(site.received).toHaveLength(1);
    const [request] = site.received;
    expect(request).toMatchObject({ method: "PATCH", url: `/v1/wallets/${walletRef}` });
    expect(request?.headers).toMatchObject({
      authorization: "Bearer saku_test_secret",
      "content-type": "application/json",
      "if-match": '"7"',
      "idempotency-key": await form.getByLabel(/^Idempotency-Key/).inputValue(),
    });
    expect(JSON.parse(request?.body ?? "")).toEqual({ name: "Savings" });
    const answer = form.locator(".answer");
    expect(await answer.textContent()).toMatch(
      /\d+ ms.*01K6RENAMED.*etag"8".*idempotency-replayedfalse/,
    );
    expect(await answer.locator("pre").textContent()).toContain('"name": "Savings"');
  });

  it("sends only the filters that were filled in, and asks anybody's question without a key", async () => {
    site.answer("/v1/wallets", { status: 200, body: { data: [], next_cursor: null } });
    const list = await openForm("listWallets");
    await list.getByLabel("status").selectOption("FROZEN");
    await send(list);
    await list.getByText("200 OK").waitFor();

    expect(site.received[0]?.url).toBe("/v1/wallets?status=FROZEN");
    expect(site.received[0]?.headers.authorization).toBeUndefined();
    const health = await openForm("getHealth");
    expect(await health.getByLabel("API key").count()).toBe(0);
  });

  it("keeps the key in this tab's session and nowhere else, the same in every form", async () => {
    const form = await openForm("getWallet");
    await form.getByLabel("API key").fill("saku_test_secret");

    expect(await page.getByLabel("Your API key").inputValue()).toBe("saku_test_secret");
    const kept = await page.evaluate(() => ({
      session: JSON.stringify(sessionStorage),
      local: JSON.stringify(localStorage),
      cookie: document.cookie,
      address: location.href,
    }));
    expect(kept.session).toContain("saku_test_secret");
    expect(`${kept.local}${kept.cookie}${kept.address}`).not.toContain("saku_test_secret");
    await page.reload();
    expect(await page.getByLabel("Your API key").inputValue()).toBe("saku_test_secret");
  });

  it("sends a fresh Idempotency-Key, the same one again, and another when asked", async () => {
    site.answer("/v1/wallets", { status: 201, body: {} });
    const form = await openForm("openWallet");
    for (const count of [1, 2]) {
      await send(form);
      await expect.poll(() => site.received.length).toBe(count);
      await form.getByRole("button", { name: "Send POST" }).waitFor();
    }
    await form.getByRole("button", { name: "New Idempotency-Key" }).click();
    await send(form);
    await expect.poll(() => site.received.length).toBe(3);

    const [first, second, third] = site.received.map(({ headers }) => headers["idempotency-key"]);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("shows a refusal as the problem it is, every fault by its place", async () => {
    site.answer("/v1/transactions/transfer", {
      status: 422,
      body: {
        type: "javascript:alert(1)",
        title: "The request is not valid",
        detail: "Two fields are wrong.",
        code: "validation_failed",
        errors: [
          { pointer: "/amount", message: 'Send a string such as "15000".' },
          { pointer: "/currency", message: "<b>XXX</b> is no currency." },
        ],
      },
    });
    const form = await openForm("transfer");
    await send(form);
    const problem = form.getByRole("group", { name: "The request is not valid" });

    await expect
      .poll(() => problem.locator("li").allTextContents())
      .toEqual(['/amount Send a string such as "15000".', "/currency <b>XXX</b> is no currency."]);
    expect(await problem.locator("a").getAttribute("href")).toBe("/problems/validation_failed");
    expect(await form.locator(".answer").textContent()).toContain("01K6Z3REQUEST");
  });

  it("shows an answer that is no JSON as it came, and says when there is none", async () => {
    await page.route("**/v1/wallets", (route) =>
      route.fulfill({ status: 502, body: "<h1>Bad</h1>" }),
    );
    const form = await openForm("openWallet");
    await send(form);
    expect(await form.locator(".answer pre").textContent()).toBe("<h1>Bad</h1>");

    await page.route("**/v1/wallets", (route) => route.fulfill({ status: 204 }));
    await send(form);
    await form.getByText("The answer has no body.").waitFor();
  });

  it("sends nothing while a field is missing or the body is not JSON, and says which", async () => {
    const form = await openForm("updateWallet");
    await form.getByLabel("ref", { exact: false }).first().fill("");
    await form.getByLabel("JSON body").fill("{ name: }");
    await send(form);

    await expect
      .poll(() => form.locator(".fault").allTextContents())
      .toEqual([
        "Needed before this can be sent.",
        expect.stringContaining("The body is not JSON yet:"),
      ]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe(
      "path ref",
    );
    expect(site.received).toEqual([]);
    await form.getByLabel("ref", { exact: false }).first().fill("a/b?c");
    await form.getByLabel("JSON body").fill("{}");
    await send(form);
    await expect.poll(() => site.received[0]?.url).toBe("/v1/wallets/a%2Fb%3Fc");
  });

  it("says of a lost answer what is known, and whether sending again is safe", async () => {
    await page.route("**/v1/**", (route) => route.abort());
    const read = await openForm("getWallet");
    await send(read);
    await read.getByText("Sending it again changes nothing.").waitFor();

    const write = await openForm("transfer");
    await send(write);
    await write.getByText("with the same Idempotency-Key is safe").waitFor();
  });
});
