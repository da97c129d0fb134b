// Somebody whom nobody knows yet: an account, a page, a link for OBS and a first alert, with nobody's help.
import { afterAll, beforeAll, expect, it } from "vitest";
import { newSlug, password } from "../support/on-air.ts";
import { openOverlay } from "../support/overlay-screen.ts";
import { newRef } from "../support/refs.ts";
import { openTheatre, type Theatre } from "../support/theatre.ts";

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());

async function codeFor(email: string): Promise<string> {
  const mailbox = await theatre.site.send("/dev/mailbox");
  const { data } = (await mailbox.json()) as { data: { destination: string; code: string }[] };
  return data.find(({ destination }) => destination === email)?.code ?? "";
}

it("goes from nothing to an address for donors and an alert on the stream", async () => {
  const email = `${newRef().toLowerCase()}@example.test`;
  const slug = newSlug();
  const { page: studio } = await theatre.visitor({ width: 390, height: 844 });
  await studio.goto("/studio");
  await studio.getByRole("button", { name: "Create an account" }).click();
  await studio.getByLabel("Email").fill(email);
  await studio.getByLabel("Password").fill(password);
  await studio.keyboard.press("Enter");
  await studio.getByText("on its way to").waitFor();
  await studio.getByLabel("Code").fill(await codeFor(email));
  await studio.keyboard.press("Enter");
  await studio.getByLabel("Name").fill("Ayu");
  await studio.getByLabel("Address").fill(slug);
  await studio.getByRole("button", { name: "Open the page" }).click();

  await studio.getByRole("button", { name: "Get my link for OBS" }).click();
  const link = await studio.getByLabel("Link of OBS").inputValue();
  const overlay = await openOverlay((await theatre.visitor()).page, link);
  await studio.getByText("The overlay is open and answers.").waitFor();
  await studio.getByRole("button", { name: "Test alert" }).click();
  await overlay.page.locator(".alert.is-in").waitFor();
  expect(await overlay.page.locator(".alert-amount").innerText()).toBe("Rp10.000");

  const address = await studio.getByLabel("Give this address to your viewers").inputValue();
  const { page: donor } = await theatre.visitor();
  await donor.goto(address);
  await donor.getByRole("heading", { name: "Donate to Ayu" }).waitFor();

  await studio.goto("/studio#overlays");
  await studio.getByRole("button", { name: "Change", exact: true }).click();
  const editor = studio.locator(".editor form");
  await editor.getByLabel("Bottom").check();
  await editor.getByRole("button", { name: "Save" }).click();
  await overlay.page.locator('#stage[data-position="bottom"]').waitFor();

  expect(theatre.complaints()).toEqual([]);
});
