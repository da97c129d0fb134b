// Words of people who never paid: kept for a while, because they may pay yet, and not for ever.
import { expect, it } from "vitest";
import { unpaidWordsKeptDays } from "../../../src/donations/forget-unpaid.ts";
import { queryAs } from "../../support/database.ts";
import { openDonations } from "../../support/donations.ts";

const { bank, donations, openPage, donate, pay, told } = await openDonations();

async function age(donationRef: string, days: number): Promise<void> {
  await queryAs(
    bank.ownerUrl,
    "update donations.donation_messages set created_at = now() - make_interval(days => $2) where donation_ref = $1",
    [donationRef, days],
  );
}

it("forgets what was written with a donation that nobody has paid in a month, and nothing else", async () => {
  const { page, owner } = await openPage();
  const [old, paid, recent] = [await donate(page), await donate(page), await donate(page)];
  await pay(paid.donation_ref);
  for (const { donation_ref } of [old, paid]) await age(donation_ref, unpaidWordsKeptDays + 1);
  await age(recent.donation_ref, unpaidWordsKeptDays - 1);
  expect(await donations.forgetUnpaid()).toBe(1);
  expect(await donations.forgetUnpaid()).toBe(0);

  const wordsOf = async ({ donation_ref }: { donation_ref: string }) => {
    const seen = await donations.get(owner, donation_ref);
    return [seen.donor_name, seen.message, seen.donor_display, seen.message_display];
  };
  expect(await wordsOf(old)).toEqual([null, null, null, null]);
  for (const kept of [paid, recent]) {
    expect(await wordsOf(kept)).toEqual(["Sari", "Semangat!", "Sari", "Semangat!"]);
  }
});

it("still counts and shows a donation that is paid after its words are gone", async () => {
  const { page } = await openPage();
  const { donation_ref } = await donate(page, { media_type: "TTS" });
  await age(donation_ref, unpaidWordsKeptDays + 1);
  await donations.forgetUnpaid();
  await pay(donation_ref);

  const shown = told.flatMap((each) => (each.what === "enqueue" ? [each.donation] : []));
  expect(shown.find(({ donationRef }) => donationRef === donation_ref)).toMatchObject({
    awaitsSpeech: false,
    content: { view: { name: "Seseorang", message: "", amount_text: "Rp25.000" } },
  });
});
