import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { sampleAlert } from "../overlay/sample.ts";
import { amountTextOf } from "../page/amount.ts";
import { element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import type { DonationQuote } from "./answers.ts";
import { say } from "./words.ts";

export type Summary = {
  readonly box: HTMLElement;
  readonly show: (quote: DonationQuote | null) => void;
  readonly setBusy: (isBusy: boolean) => void;
};

/** What it costs, what arrives and how it will look, as the API quotes it. Its shape is there before the numbers are. */
export function summaryCard(streamer: PublicStreamer): Summary {
  const scene = element("div", { class: "scene" });
  const rows = element("dl", { class: "figures" });
  const notes = element("div", { class: "notes" });
  const box = element(
    "section",
    { class: "card summary", "aria-labelledby": "summary-title" },
    element("h2", { id: "summary-title" }, say("preview")),
    scene,
    rows,
    notes,
  );

  function show(quote: DonationQuote | null): void {
    scene.replaceChildren(quote ? sceneOf(quote, streamer) : emptyScene(streamer));
    rows.replaceChildren(...figuresOf(quote, streamer));
    notes.replaceChildren(...(quote ? notesOf(quote, streamer) : []));
  }

  show(null);
  return {
    box,
    show,
    setBusy: (isBusy) => void box.setAttribute("aria-busy", String(isBusy)),
  };
}

function emptyScene({ display_name }: PublicStreamer): HTMLElement {
  return element("p", { class: "scene-empty" }, say("previewEmpty", { name: display_name }));
}

function sceneOf(quote: DonationQuote, { speech }: PublicStreamer): HTMLElement {
  return sampleAlert({
    name: quote.donor_display ?? say("sampleName"),
    ...{ amount: quote.amount, currency: quote.currency, language: speech.language },
    ...{ message: quote.message_display ?? "", variant: quote.theme },
    duration_ms: quote.duration_ms,
  });
}

function figuresOf(
  quote: DonationQuote | null,
  { display_name, currency }: PublicStreamer,
): Node[] {
  const written = (amount: string | undefined) =>
    amount === undefined ? "–" : amountTextOf(amount, currency, currentLocale());
  const seconds = quote?.is_shown
    ? say("seconds", { count: String(Math.round(quote.duration_ms / 1_000)) })
    : "–";
  return [
    figure(say("pays"), written(quote?.amount), "total"),
    figure(say("fee"), written(quote?.fee_amount), "muted"),
    figure(say("receives", { name: display_name }), written(quote?.net_amount), ""),
    figure(say("shownFor"), seconds, "muted"),
  ];
}

function figure(name: string, value: string, tone: string): HTMLElement {
  return element(
    "div",
    { class: tone },
    element("dt", { dir: "auto" }, name),
    element("dd", {}, value),
  );
}

function notesOf(quote: DonationQuote, streamer: PublicStreamer): HTMLElement[] {
  const { min_alert_amount, currency } = streamer;
  const min = amountTextOf(min_alert_amount, currency, currentLocale());
  const media = quote.media;
  const part = media && `${timeOf(media.start_seconds)}–${timeOf(media.end_seconds)}`;
  return [
    ...(media
      ? [element("p", {}, `${say("videoPart")}: `, element("bdi", {}, media.title), ` (${part})`)]
      : []),
    ...(quote.is_shown ? [] : [element("p", {}, say("notShown", { min }))]),
    ...(quote.is_held ? [element("p", {}, say("held"))] : []),
  ];
}

function timeOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
