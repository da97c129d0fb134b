import { alertTitleOf, type StageLanguage } from "../../src/donations/alert-title-of.ts";
import type { AlertView } from "../../src/overlays/alert-content.ts";
import { amountTextOf } from "../page/amount.ts";
import { alertBox } from "./alert.ts";

export type Sample = {
  readonly name: string;
  readonly amount: string;
  readonly currency: string;
  /** The stage's, whatever language the reader's is. */
  readonly language: StageLanguage;
} & Pick<AlertView, "message" | "variant" | "duration_ms">;

/** An alert as the stage will show it, standing still. */
export function sampleAlert({ name, amount, currency, language, ...look }: Sample): HTMLElement {
  const amount_text = amount === "" ? "–" : amountTextOf(amount, currency, language);
  const title = alertTitleOf(name, amount_text, language);
  const box = alertBox({ title, name, amount_text, image: null, ...look });
  box.classList.add("is-still");
  return box;
}
