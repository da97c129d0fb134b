import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { amountTextOf } from "../page/amount.ts";
import { button, element, icon } from "../page/dom.ts";
import { qrPicture, saveQrPicture } from "../page/qr-picture.ts";
import { currentLocale } from "../page/speaker.ts";
import type { DonationState, PromisedDonation, UnpaidReason } from "./answers.ts";
import { say } from "./words.ts";

export type Watched = {
  readonly state: DonationState;
  readonly unpaidBecause: UnpaidReason | null;
  /** When it was last looked at; null while nothing could be. */
  readonly heardAt: number | null;
  readonly isReachable: boolean;
};

export type PayView = { readonly box: HTMLElement; readonly refresh: (watched: Watched) => void };

/** How to pay, and whether that has happened. */
export function payView(
  donation: PromisedDonation,
  streamer: PublicStreamer,
  change: () => void,
): PayView {
  const amount = amountTextOf(donation.amount, donation.currency, currentLocale());
  const name = streamer.display_name;
  const live = element("p", { class: "live" });
  const status = element("span", { role: "status" });
  const age = element("span", { class: "muted" });
  const left = element("p", { class: "muted pay-left" });
  live.append(element("i", { class: "live-dot" }), status, age);

  function refresh({ heardAt, isReachable }: Watched): void {
    const text = isReachable ? say("waiting") : say("offline");
    if (status.textContent !== text) status.textContent = text;
    live.classList.toggle("is-away", !isReachable);
    age.textContent = heardAt === null ? "" : `(${say("checked", { ago: agoOf(heardAt) })})`;
    left.textContent = leftText(donation.pay_until);
  }

  const { qr } = donation;
  const address = payAddress(donation.redirect_url);
  const box = element(
    "section",
    { class: "card pay" },
    element("h1", { tabindex: "-1", id: "view-title" }, say("payTitle", { amount })),
    element("p", { class: "muted", dir: "auto" }, say("payTo", { name })),
    qr === null ? null : qrPicture(qr, say("qrName", { amount, name })),
    left,
    live,
    qr === null ? null : element("p", {}, say("scan")),
    qr === null ? null : element("p", { class: "muted small" }, say("scanPhone")),
    element(
      "div",
      { class: "pay-ways" },
      address === null
        ? null
        : element(
            "a",
            { class: `button ${qr === null ? "primary" : ""}`, href: address },
            say("open"),
          ),
      qr === null ? null : button(say("save"), () => saveQrPicture(qr, "qris.png")),
      button(say("change"), change, { class: "button quiet" }),
    ),
    element("p", { class: "muted small" }, say("changeNote")),
  );
  return { box, refresh };
}

type Ending = "good" | "back" | "unpaid";
const endings: Readonly<Record<string, Ending>> = { REFUNDED: "back", NOT_PAID: "unpaid" };
const pictures: Readonly<Record<Ending, string>> = {
  good: "M5 12.5l4.5 4.5L19 7.5",
  back: "M9 14l-4-4 4-4M5 10h9a5 5 0 0 1 0 10h-3",
  unpaid: "M12 7v6M12 17h.01",
};

/** What became of it. */
export function endView(
  donation: PromisedDonation,
  { state, unpaidBecause }: Watched,
  streamer: PublicStreamer,
  again: () => void,
): HTMLElement {
  const ending = endings[state] ?? "good";
  const amount = amountTextOf(donation.amount, donation.currency, currentLocale());
  const titles = { good: say("paid"), back: say("refunded"), unpaid: say("unpaid") };
  const word = state === "AWAITING_PAYMENT" ? "PAID" : state;
  const detail = say(word, { amount, name: streamer.display_name });
  return element(
    "section",
    { class: `card ending ${ending}`, role: "status" },
    element("div", { class: "ending-mark" }, icon(pictures[ending])),
    element("h1", { tabindex: "-1", id: "view-title" }, titles[ending]),
    element(
      "p",
      { dir: "auto" },
      ending === "unpaid" ? unpaidText(donation, unpaidBecause) : detail,
    ),
    ending === "unpaid"
      ? button(say("tryAgain"), again, { class: "button primary" })
      : button(say("again"), again),
  );
}

/** Why nothing was taken, and that nothing was. */
function unpaidText(
  { amount, currency }: Pick<PromisedDonation, "amount" | "currency">,
  reason: UnpaidReason | null,
): string {
  const written = amountTextOf(amount, currency, currentLocale());
  return say(reason ? `unpaid_${reason}` : "NOT_PAID", { amount: written });
}

/** What came of the payment before this one, over a form that still has what was written. */
export function unpaidNote(donation: PromisedDonation, reason: UnpaidReason | null): HTMLElement {
  const text = `${unpaidText(donation, reason)} ${say("stillHere")}`;
  return element("p", { class: "card unpaid-note", role: "status" }, text);
}

/** Only an address that leads to a page; whatever else stands there is not followed. */
function payAddress(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  return /^https?:$/.test(new URL(text).protocol) ? text : null;
}

function leftText(until: string | null): string {
  if (until === null) return "\u00a0";
  return Date.parse(until) > Date.now() ? say("left", { time: leftOf(until) }) : say("timeOver");
}

function leftOf(until: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(until) - Date.now()) / 1_000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

function agoOf(heardAt: number): string {
  const words = new Intl.RelativeTimeFormat(currentLocale(), { numeric: "auto" });
  return words.format(-Math.round((performance.now() - heardAt) / 1_000), "second");
}
