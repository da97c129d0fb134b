import type { Donation } from "../../src/donations/donation.ts";
import type { Streamer } from "../../src/donations/streamer.ts";
import { isNothing } from "../page/decimal.ts";
import { button, element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { giveBackButton, mayGiveBack } from "./give-back.ts";
import { money, nothing, timeOf } from "./parts.ts";
import { outcomeBadge } from "./queue.ts";
import { api } from "./session.ts";
import { noticeLine, troubleBox } from "./trouble.ts";
import type { View } from "./view.ts";
import { type StudioWord, say } from "./words.ts";

type Page = { readonly data: readonly Donation[]; readonly next_cursor: string | null };

/** Everything that was given, newest first. */
export function donationsView({ streamer_ref, slug }: Streamer): View {
  const rows = element("tbody", {});
  const foot = element("div", {});
  const notice = noticeLine();
  const table = element(
    "table",
    { class: "table" },
    element("thead", {}, headRow(columns())),
    rows,
  );
  const box = element(
    "section",
    { class: "card panel" },
    element("h2", {}, say("tab_donations")),
    skeleton(),
  );

  async function load(cursor: string | null): Promise<void> {
    const query = new URLSearchParams({ streamer_ref, limit: "20" });
    if (cursor !== null) query.set("cursor", cursor);
    const answer = await api(`/v1/donations?${query}`);
    if (answer.outcome !== "done") {
      foot.replaceChildren(troubleBox(answer, () => void load(cursor)));
      box.replaceChildren(
        element("h2", {}, say("tab_donations")),
        ...(cursor === null ? [] : [scroller()]),
        foot,
      );
      return;
    }
    const { data, next_cursor } = answer.value as Page;
    if (cursor === null && data.length === 0) {
      const address = `${location.origin}/donate/${slug}`;
      box.replaceChildren(
        element("h2", {}, say("tab_donations")),
        nothing(say("donationsEmpty"), say("donationsNext", { address })),
      );
      return;
    }
    rows.append(...data.map((donation) => rowOf(donation, notice)));
    foot.replaceChildren(
      ...(next_cursor === null ? [] : [button(say("more"), () => void load(next_cursor))]),
    );
    if (cursor === null)
      box.replaceChildren(element("h2", {}, say("tab_donations")), notice.box, scroller(), foot);
  }

  function scroller(): HTMLElement {
    return element(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": say("tab_donations") },
      table,
    );
  }

  void load(null);
  return { box, leave: () => {} };
}

const numbers: ReadonlySet<StudioWord> = new Set([
  ...(["column_amount", "column_net", "column_count", "column_paid", "column_fee"] as const),
  "column_back",
]);

export function headRow(words: readonly StudioWord[]): HTMLElement {
  return element(
    "tr",
    {},
    words.map((word) =>
      element("th", { scope: "col", class: numbers.has(word) ? "number" : undefined }, say(word)),
    ),
  );
}

/** On a phone a row stands upright, and each cell says itself what it is. */
export function named(words: readonly StudioWord[], cells: readonly HTMLElement[]): HTMLElement[] {
  return cells.map((cell, n) => {
    const word = words[n];
    if (word) cell.dataset.label = say(word);
    return cell;
  });
}

function columns(): StudioWord[] {
  const always = ["column_when", "column_who", "column_amount", "column_net"] as const;
  const rest = ["column_message", "column_state"] as const;
  return [...always, ...rest, ...(mayGiveBack() ? (["column_action"] as const) : [])];
}

function rowOf(donation: Donation, notice: ReturnType<typeof noticeLine>): HTMLElement {
  const { currency, amount, net_amount, paid_at, donor_name, message } = donation;
  const cells = [
    element("td", {}, timeOf(paid_at ?? donation.created_at)),
    element("td", {}, element("bdi", {}, donor_name ?? say("anonymous"))),
    element("td", { class: "number" }, money(amount, currency)),
    element("td", { class: "number" }, net_amount === null ? "–" : money(net_amount, currency)),
    element("td", { class: "words", dir: "auto" }, message ?? ""),
    element("td", {}, stateOf(donation)),
    ...(mayGiveBack() ? [element("td", {}, giveBackButton(donation, notice))] : []),
  ];
  return element("tr", {}, named(columns(), cells));
}

/** What became of a donation on stream, and of its money where that is not all here. */
function stateOf(donation: Donation): HTMLElement {
  const { playback_outcome, refunded_at, returned_amount, currency } = donation;
  if (refunded_at !== null) return outcomeBadge("REFUNDED");
  // It ended because all of it was gone, and its bank has given it back since.
  const outcome = playback_outcome === "REFUNDED" ? "RESTORED" : (playback_outcome ?? "WAITING");
  if (isNothing(returned_amount)) return outcomeBadge(outcome);
  const back = say("partlyBack", { amount: money(returned_amount, currency) });
  const note = element("span", { class: "muted" }, back);
  // One child, because a cell on a phone holds its children apart.
  return element("span", {}, outcomeBadge(outcome), " ", note);
}
