import fc from "fast-check";
import { expect, it } from "vitest";
import { donationPlan } from "./donation-plan.ts";
import type { DonationWish } from "./donation-wish.ts";
import { defaultSettingsOf } from "./settings.ts";

const settings = defaultSettingsOf("IDR");
const page = { currency: "IDR", settings };
const video = {
  video_id: "sakuExample",
  title: "Lagu",
  duration_seconds: 213,
  is_embeddable: true,
  is_age_restricted: false,
  is_live: false,
  views: null,
};
const wish: DonationWish = {
  amount: 25_000n,
  donorName: "Sari",
  message: "Halo",
  isAnonymous: false,
  isPrivate: false,
  mediaType: "NONE",
  video: null,
  startSeconds: 0,
  endSeconds: null,
};

it.each([
  [1_000n, 0, "calm"],
  [49_999n, 0, "calm"],
  [50_000n, 1, "bold"],
  [200_000n, 2, "neon"],
  [10_000_000n, 2, "neon"],
])("gives %d rupiah tier %d", (amount, tier, theme) => {
  expect(donationPlan(page, { ...wish, amount })).toMatchObject({ tier, look: { theme } });
});

it("reads tiers by what they cost and not by where they stand", () => {
  const upside = { ...page, settings: { ...settings, tiers: settings.tiers.toReversed() } };
  expect(donationPlan(upside, { ...wish, amount: 50_000n })).toMatchObject({ tier: 1 });
});

it("never sells a part of a video that costs more than was given, is longer than allowed or is not there", () => {
  const amounts = fc.bigInt({ min: 10_000n, max: 10_000_000n });
  const seconds = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(amounts, seconds, fc.option(seconds), (amount, startSeconds, endSeconds) => {
      const asked = { ...wish, mediaType: "YOUTUBE" as const, video };
      const plan = donationPlan(page, { ...asked, amount, startSeconds, endSeconds });
      if ("code" in plan || plan.clip === null) return;
      const length = plan.clip.endSeconds - plan.clip.startSeconds;
      expect(length).toBeGreaterThan(0);
      expect(plan.clip.endSeconds).toBeLessThanOrEqual(213);
      expect(length).toBeLessThanOrEqual(180);
      expect(BigInt(length) * 500n).toBeLessThanOrEqual(amount);
    }),
  );
});

it("has every default page take a donation in every currency that there is", () => {
  for (const currency of ["IDR", "USD", "JPY", "KWD", "BTC"]) {
    const mine = { currency, settings: defaultSettingsOf(currency) };
    const [amount = ""] = mine.settings.quick_amounts;
    const minor = BigInt(amount.replace(".", ""));
    expect(donationPlan(mine, { ...wish, amount: minor })).toMatchObject({ isShown: true });
  }
});
