// A page in another money than rupiah, of which the stage speaks as its viewers do.
import { expect, it } from "vitest";
import { openDonations } from "../../support/donations.ts";

const { donations, openPage, donate, pay, told } = await openDonations();

const shownOf = (donationRef: string) =>
  told.find((said) => said.what === "enqueue" && said.donation.donationRef === donationRef);

it("writes in the language of the voice, and in the money of the page", async () => {
  const { page, owner } = await openPage({}, "USD");
  const dollars = { amount: "12.50", currency: "USD" };
  const { donation_ref } = await donate(page, dollars);
  await pay(donation_ref);
  const hidden = await donate(page, { ...dollars, is_anonymous: true });
  await pay(hidden.donation_ref);

  expect(shownOf(donation_ref)).toMatchObject({
    donation: { content: { view: { title: "Sari donated $12.50", amount: "12.50" } } },
  });
  expect(shownOf(hidden.donation_ref)).toMatchObject({
    donation: { content: { view: { title: "Somebody donated $12.50" } } },
  });
  const ticker = (await donations.widgets(owner.ownerRef)).find(
    ({ widget }) => widget === "ticker",
  );
  expect(ticker?.data).toMatchObject({ language: "en-US" });
});
