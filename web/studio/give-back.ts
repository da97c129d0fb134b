import type { Donation } from "../../src/donations/donation.ts";
import type { Refund } from "../../src/payments/refund.ts";
import { amountWithout } from "../page/decimal.ts";
import { money, sureButton } from "./parts.ts";
import { change, currentPerson } from "./session.ts";
import { type noticeLine, troubleText } from "./trouble.ts";
import { say } from "./words.ts";

/** Giving back may cost the platform what its streamer has spent already, so it is for those who run it. */
export function mayGiveBack(): boolean {
  return currentPerson()?.scopes.includes("payments:operate") ?? false;
}

/** Gives a donation back, if there is anything to give. */
export function giveBackButton(
  donation: Donation,
  notice: ReturnType<typeof noticeLine>,
): HTMLElement | null {
  const { donation_ref, charge_ref, amount, returned_amount, currency } = donation;
  const { paid_at, refunded_at } = donation;
  if (paid_at === null || refunded_at !== null) return null;

  async function giveBack(): Promise<void> {
    const answer = await change(`/v1/payments/charges/${charge_ref}/refunds`, "POST", {});
    if (answer.outcome !== "done") {
      notice.say(troubleText(answer), true);
      return;
    }
    const isRefused = (answer.value as Refund).status === "FAILED";
    notice.say(say(isRefused ? "notGivenBack" : "givenBack"), isRefused);
  }

  const left = amountWithout(amount, returned_amount);
  const consequence = say("giveBackSure", { amount: money(left, currency) });
  return sureButton(say("giveBack"), consequence, () => void giveBack(), `back ${donation_ref}`);
}
