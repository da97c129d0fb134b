import type { StageLanguage } from "../../src/donations/alert-title-of.ts";
import type { Streamer } from "../../src/donations/streamer.ts";
import { sampleAlert } from "../overlay/sample.ts";
import { amountTextOf } from "../page/amount.ts";

const messages: Readonly<Record<StageLanguage, string>> = {
  "id-ID": "Semangat!",
  "en-US": "Keep it up!",
};

/** A test as the stage takes it: in its language, and with the amount for whoever reads another. */
export function testAlertOf(amount: string, { currency, settings }: Streamer) {
  const { language } = settings.speech;
  return {
    ...{ amount, currency, amount_text: amountTextOf(amount, currency, language) },
    message: messages[language],
  };
}

/** How an alert of this amount will look. */
export function exampleOf(amount: string, variant: string, streamer: Streamer): HTMLElement {
  const { currency, settings } = streamer;
  const { language } = settings.speech;
  return sampleAlert({
    ...{ name: "Sari", amount, currency, language, variant },
    ...{ message: messages[language], duration_ms: 8_000 },
  });
}
