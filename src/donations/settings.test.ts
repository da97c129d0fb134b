import { expect, it } from "vitest";
import { defaultSettingsOf, settingsOf } from "./settings.ts";

it.each([
  ["IDR", "1000", "10000", "500", "id-ID", "Seseorang"],
  ["USD", "1.00", "1.00", "0.05", "en-US", "Somebody"],
  ["MYR", "5.00", "5.00", "0.25", "en-US", "Somebody"],
  ["JPY", "100", "100", "5", "en-US", "Somebody"],
  ["KRW", "1000", "1000", "50", "en-US", "Somebody"],
  ["BTC", "0.00001000", "0.00001000", "0.00000050", "en-US", "Somebody"],
])("begins a page in %s from %s, with %s to pick and %s for a second, in %s", (...usual) => {
  const [currency, least, pick, price, language, nobody] = usual;
  const settings = defaultSettingsOf(currency);
  expect(settings).toMatchObject({ min_amount: least, min_alert_amount: least });
  expect([settings.quick_amounts[0], settings.media.price_per_second]).toEqual([pick, price]);
  expect([settings.speech.language, settings.anonymous_name]).toEqual([language, nobody]);
  expect(settings.tiers[0]?.min_amount).toBe(least);
});

it("calls who hides by a word of the page's language, until its streamer has one", () => {
  const { speech } = defaultSettingsOf("IDR");
  const english = { speech: { ...speech, language: "en-US" } };
  expect(settingsOf("IDR", english).anonymous_name).toBe("Somebody");
  expect(settingsOf("IDR", { ...english, anonymous_name: "Ghost" }).anonymous_name).toBe("Ghost");
});
