// From a donor abroad to the streamer's bank: paid in dollars at the second try, settled, and taken out in the studio.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fillGift, goToPay } from "../support/donor-visit.ts";
import { goOnAir, type OnAir, password, payGift } from "../support/on-air.ts";
import { openOverlay } from "../support/overlay-screen.ts";
import { signInto } from "../support/studio-visit.ts";
import { openTheatre, type Theatre } from "../support/theatre.ts";

const patient = { timeout: 30_000 };

let theatre: Theatre;
let streamer: OnAir;

beforeAll(async () => {
  theatre = await openTheatre();
  streamer = await goOnAir(theatre.place, {}, {}, "USD");
});
afterAll(() => theatre?.close());

async function newestCode(): Promise<string> {
  const mailbox = await theatre.site.send("/dev/mailbox");
  const { data } = (await mailbox.json()) as { data: { destination: string; code: string }[] };
  return data.find(({ destination }) => destination === streamer.email)?.code ?? "";
}

const charges = async () => {
  const { data } = await streamer.ask("GET", "/v1/payments/charges?limit=10");
  return data as readonly { readonly status: string; readonly external_reference: string }[];
};

async function moneyIn(studio: Page): Promise<string> {
  await studio.goto("/studio#earnings");
  await studio.reload();
  return studio.locator(".money-figures").innerText();
}

it("is paid in dollars after a payment that was declined, and shown in the page's language", async () => {
  const overlay = await openOverlay((await theatre.visitor()).page, streamer.link);
  const { page: donor } = await theatre.visitor({ width: 360, height: 780 });
  const gift = { amount: "12.5", name: "Ann", message: "Have a great stream!" };
  await fillGift(donor, streamer.slug, gift);
  const declined = await goToPay(donor);
  await fetch(`${declined}/fail`, { method: "POST" });
  await donor.getByText("The payment of $12.50 was declined.").waitFor();
  await donor.reload();
  await donor.getByRole("button", { name: "Try again" }).click();
  expect(await donor.getByLabel("Message").inputValue()).toBe(gift.message);
  expect(await donor.locator(".amount-input").inputValue()).toBe("12.50");
  await donor.getByText("Ann donated $12.50").waitFor();
  await payGift({ payUrl: await goToPay(donor) });

  await donor.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();
  await overlay.page.locator(".alert.is-in").waitFor();
  expect(await overlay.page.locator(".alert-title").innerText()).toBe("Ann donated $12.50");
});

it("is where the studio says, and goes to the bank of whoever shows that it is them", async () => {
  const { page: studio } = await theatre.visitor({ width: 360, height: 780 });
  await signInto(studio, streamer.email);
  await studio.locator(".donation-amount", { hasText: "$12.50" }).first().waitFor();
  const { page: elsewhere } = await theatre.visitor({ language: "id-ID" });
  await elsewhere.goto("/studio");
  await elsewhere.locator("input[type=email]").fill(streamer.email);
  await elsewhere.locator("input[type=password]").fill(password);
  await elsewhere.keyboard.press("Enter");
  await elsewhere.locator(".donation-amount", { hasText: "$12,50" }).first().waitFor();
  expect(await moneyIn(studio)).toMatch(/Not settled yet\s+\$12\.50[\s\S]*take out\s+\$0\s/);

  const paid = (await charges()).find(({ status }) => status === "PAID");
  const settle = `${theatre.provider.url}/control/charges/${paid?.external_reference}/settle`;
  await fetch(settle, { method: "POST", body: "{}" });
  await expect.poll(async () => (await charges())[0]?.status, patient).toBe("SETTLED");
  expect(await moneyIn(studio)).toMatch(/Not settled yet\s+\$0\s[\s\S]*take out\s+\$12\.50/);

  await studio.getByLabel("Bank code").fill("us_chase");
  await studio.getByLabel("Account number").fill("1234567890");
  await studio.getByLabel("Name on the account").fill("Budi Santoso");
  await studio.getByRole("button", { name: "Take out $12.50" }).click();
  const code = studio.getByLabel("Code", { exact: false }).last();
  await studio.getByText("Is it you?").waitFor();
  await code.fill(await newestCode());
  await studio.keyboard.press("Enter");
  await studio.getByText("$12.50 is on its way to US_CHASE ••7890").waitFor();

  const { data } = await theatre.site.api
    .get("/v1/payments/payouts?limit=10")
    .then(({ body }) => body);
  expect(data).toMatchObject([{ amount: "12.50", currency: "USD", owner_ref: streamer.userRef }]);
  expect(await moneyIn(studio)).toMatch(/take out\s+\$0\s/);
  expect(theatre.complaints()).toEqual([]);
});
