import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { amountTextOf } from "../page/amount.ts";
import type { Refusal } from "../page/ask.ts";
import { element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { requestIdLine } from "../page/states.ts";
import type { FormParts } from "./form-parts.ts";
import { say, wordOf } from "./words.ts";

/** Says a refusal beside what it is about, or where everybody looks. */
export function showRefusal(
  refusal: Refusal,
  streamer: PublicStreamer,
  parts: FormParts,
  trouble: HTMLElement,
): void {
  const text = refusalText(refusal, streamer);
  const place = placeOf(refusal.code);
  if (place !== null) parts[place].setFault(text);
  else trouble.append(element("p", {}, text, requestIdLine(refusal.requestId)));
}

function placeOf(code: string): "amount" | "message" | "extra" | null {
  if (/^(donation_amount_|charge_too_small)/.test(code)) return "amount";
  if (code.startsWith("message_")) return "message";
  return /^(media|speech)_/.test(code) ? "extra" : null;
}

function refusalText(refusal: Refusal, streamer: PublicStreamer): string {
  const word = wordOf(refusal.code);
  if (!word) return refusal.detail || refusal.title;
  const written = (amount: string) => amountTextOf(amount, streamer.currency, currentLocale());
  return say(word, {
    name: streamer.display_name,
    min: written(streamer.min_amount),
    max: written(streamer.max_amount),
  });
}
