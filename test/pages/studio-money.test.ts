// Where a streamer's money is, and how it comes to them.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import {
  dollarPageFixture,
  moneyFixture,
  streamerRef,
  tokensFixture,
} from "../support/studio-fixture.ts";
import { signIn, stubStudio } from "../support/studio-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

const accounts = "/v1/payments/beneficiaries";
const payouts = "/v1/payments/payouts";
const { account, payout, cash, pending } = moneyFixture;
const none = { status: 200, body: { data: [], next_cursor: null } };
const proofIsMissing = { status: 403, body: { code: "step_up_required", detail: "x" } };

beforeEach(async () => {
  site.reset();
  visit = await openVisit(browser, site.origin, { width: 360, height: 780 });
  page = visit.page;
  await stubStudio(page, site);
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

const figure = (name: string) =>
  page.locator(".money-figures > div").filter({ has: page.getByText(name, { exact: true }) });
const sent = (method: string, path: string) =>
  site.received.filter((each) => each.method === method && each.url === path);
const bodies = (path: string) => sent("POST", path).map(({ body }) => JSON.parse(body));
/** One path answers who makes one, and who lists them afterwards. */
const asked = (made: object) => ({
  status: 201,
  body: { ...made, data: [made], next_cursor: null },
});
const takeOut = () => page.getByRole("button", { name: /^Take out/ });

it("says what is not settled, what can be taken out and what is on its way, and since when", async () => {
  await signIn(page, "#earnings");
  await figure("Not settled yet").waitFor();

  expect(await figure("Not settled yet").innerText()).toMatch(/Rp.75,000[\s\S]*18 Nov 2026/);
  expect(await figure("Yours to take out").innerText()).toMatch(/Rp.250,000/);
  expect(await figure("On its way to you").innerText()).toMatch(/Rp.50,000[\s\S]*21 Nov 2026/);
  const row = page.getByRole("row").filter({ hasText: "BCA ••7890" });
  expect(await row.innerText()).toMatch(/With the bank/);
});

it("says what to expect where nothing has come yet", async () => {
  for (const path of ["/v1/wallets", payouts, accounts, "/v1/payments/charges"]) {
    site.answer(path, none);
  }
  await signIn(page, "#earnings");
  await page.getByText("There is nothing to take out yet.").waitFor();

  expect(await figure("Yours to take out").innerText()).toMatch(/Rp.0/);
  expect(await takeOut().count()).toBe(0);
});

it("holds its shape until the balances are there, says when they cannot be read, and reads them again", async () => {
  // Told once for all, because what it holds back may be asked for after that.
  const told = Promise.withResolvers<void>();
  await page.route(`**/v1/wallets/${cash.wallet_ref}/balance`, async (route) => {
    await told.promise;
    await route.fulfill({ status: 503, json: { code: "x", detail: "The books are closed." } });
  });
  await signIn(page, "#earnings");
  const part = page.locator(".panel").filter({ hasText: "Where your money is" });
  await part.locator(".skeleton").waitFor();
  await expect.poll(() => sent("GET", `/v1/wallets/${pending.wallet_ref}/balance`).length).toBe(1);
  told.resolve();
  await part.getByRole("alert").getByText("The books are closed.").waitFor();
  await page.unroute(`**/v1/wallets/${cash.wallet_ref}/balance`);
  await part.getByRole("button", { name: "Try again" }).click();

  await figure("Yours to take out").waitFor();
});

it("sends money to an account that is known, and says so", async () => {
  await signIn(page, "#earnings");
  await page.getByLabel("Amount", { exact: false }).fill("100.000");
  site.answer(payouts, asked(payout));
  await page.getByRole("button", { name: "Take out Rp 100,000" }).click();
  await expect.poll(() => bodies(payouts).length).toBe(1);

  expect(bodies(payouts)).toEqual([
    { beneficiary_ref: account.beneficiary_ref, amount: "100000", currency: "IDR" },
  ]);
  await page.getByText("Rp 100,000 is on its way to BCA ••7890").waitFor();
});

it("asks who is there before it adds an account, and goes on by itself when that is shown", async () => {
  site.answer(accounts, none);
  await signIn(page, "#earnings");
  await page.getByRole("combobox", { name: "Bank or e-wallet" }).selectOption("Mandiri");
  await page.getByLabel("Account number").fill("1234 567 890");
  await page.getByLabel("Name on the account").fill("Budi Santoso");
  site.answer(accounts, proofIsMissing);
  site.answer("/v1/auth/step-up/request", { status: 200, body: { otp_ref: streamerRef } });
  site.answer("/v1/auth/step-up", { status: 422, body: { code: "code_wrong", detail: "x" } });
  await takeOut().click();
  const code = page.getByLabel("Code");
  await code.waitFor();
  expect(await page.locator(":focus").getAttribute("autocomplete")).toBe("one-time-code");
  await code.fill("111111");
  await page.keyboard.press("Enter");
  await page.getByText("This code is not right.").waitFor();
  site.answer("/v1/auth/step-up", {
    status: 200,
    body: { ...tokensFixture, access_token: "access-9" },
  });
  site.answer(accounts, asked({ ...account, channel_code: "ID_MANDIRI" }));
  site.answer(payouts, asked(payout));
  await code.fill("222222");
  await page.keyboard.press("Enter");
  await expect.poll(() => bodies(payouts).length).toBe(1);

  expect(bodies("/v1/auth/step-up")).toEqual([
    { code: "111111", otp_ref: streamerRef },
    { code: "222222", otp_ref: streamerRef },
  ]);
  expect(bodies(accounts).at(-1)).toEqual({
    ...{ channel_code: "ID_MANDIRI", account_number: "1234567890" },
    ...{ holder_name: "Budi Santoso", currency: "IDR" },
  });
  expect(sent("POST", payouts)[0]?.headers.authorization).toBe("Bearer access-9");
});

it("asks for the app of whoever has one, and sends nothing when somebody would rather not", async () => {
  await signIn(page, "#earnings");
  await takeOut().waitFor();
  site.answer(payouts, proofIsMissing);
  site.answer("/v1/auth/step-up/request", {
    status: 409,
    body: { code: "authenticator_required" },
  });
  await takeOut().click();
  await page.getByText("six digits of your app, or a backup code").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByText("Nothing was sent: it takes the code.").waitFor();
  expect(bodies(payouts).length).toBe(1);
});

it("says in plain words why money is not sent, and keeps what was typed", async () => {
  await signIn(page, "#earnings");
  await page.getByLabel("Amount", { exact: false }).fill("900000");
  site.answer(payouts, { status: 422, body: { code: "insufficient_funds", detail: "x" } });
  await takeOut().click();

  await page.getByText("This is more than you can take out now. Enter less.").waitFor();
  expect(await page.getByLabel("Amount", { exact: false }).inputValue()).toBe("900000");
});

it("forgets an account once that is meant", async () => {
  await signIn(page, "#earnings");
  await page.getByRole("button", { name: "Remove this account" }).click();
  const path = `${accounts}/${account.beneficiary_ref}`;
  site.answer(path, { status: 200, body: { ...account, status: "REMOVED" } });
  await page.getByRole("button", { name: "Send nothing there any more" }).click();

  await page.getByText("The account was removed.").waitFor();
  expect(sent("DELETE", path).length).toBe(1);
});

it("speaks of the page's own currency, and counts no other", async () => {
  const settings = `/v1/streamers/${streamerRef}/settings`;
  site.answer(settings, { status: 200, headers: { etag: '"3"' }, body: dollarPageFixture });
  site.answer(`/v1/wallets/${cash.wallet_ref}/balance`, {
    status: 200,
    body: { ...cash, currency: "USD", available: "12.50" },
  });
  site.answer(`/v1/wallets/${pending.wallet_ref}/balance`, {
    status: 200,
    body: { ...pending, currency: "USD", balance: "0.00" },
  });
  await signIn(page, "#earnings");
  await page.getByRole("button", { name: "Take out $12.50" }).waitFor();

  expect(await figure("On its way to you").innerText()).toMatch(/\$0\n/);
  expect(await page.getByLabel("Bank code").count()).toBe(1);
  const asked = site.received.find(({ url }) => url.startsWith("/v1/wallets?"));
  expect(asked?.url).toContain("currency=USD");
});

it("says nothing of money to whoever may not see it", async () => {
  const scope = "donations:read overlays:control";
  site.answer("/v1/auth/login", { status: 200, body: { ...tokensFixture, scope } });
  await signIn(page, "#earnings");
  await page.getByText("What was given, by day").waitFor();
  expect(await page.getByText("Where your money is").count()).toBe(0);
});
