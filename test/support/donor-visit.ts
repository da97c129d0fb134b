// A donor before the page of a streamer, in a browser.
import type { Page } from "playwright-core";

export type Gift = {
  readonly amount: string;
  readonly name: string;
  readonly message: string;
};

/** Writes what is given, and presses the button. */
export async function fillGift(
  donor: Page,
  slug: string,
  { amount, name, message }: Gift,
): Promise<void> {
  await donor.goto(`/donate/${slug}`);
  await donor.locator(".amount-input").fill(amount);
  await donor.getByLabel("Your name").fill(name);
  await donor.getByLabel("Message").fill(message);
  await donor.getByLabel("I agree").check();
  await donor.getByLabel("I am 18").check();
}

/** Goes on to the code, and answers the address of the provider's page. */
export async function goToPay(donor: Page): Promise<string> {
  await donor.locator(".donate-button").click();
  await donor.getByText("Waiting for your payment").waitFor();
  const link = donor.getByRole("link", { name: "Open the payment page" });
  return (await link.getAttribute("href")) ?? "";
}
