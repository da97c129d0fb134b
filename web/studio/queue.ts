import type { StageSnapshot } from "../../src/overlays/stage-snapshot.ts";
import { button, type Child, element } from "../page/dom.ts";
import { money, nothing, timeOf } from "./parts.ts";
import type { Steer } from "./view.ts";
import { say, sayOf } from "./words.ts";

type Item = Pick<
  StageSnapshot["queue"][number],
  "name" | "amount_text" | "amount" | "currency" | "message" | "has_sound" | "has_video" | "kind"
>;

export function nowPlaying({ current }: StageSnapshot, { command }: Steer): Node[] {
  if (!current) return [nothing(say("nothing"), say("nothingNext"))];
  return [
    row(current, element("span", { class: "badge good" }, sayOf("", current.state)), [
      button(
        say("skip"),
        () => void command({ command: "SKIP", playback_ref: current.playback_ref }),
        { "data-key": "skip" },
      ),
    ]),
  ];
}

export function queueList({ queue }: StageSnapshot, { command }: Steer): Node[] {
  if (queue.length === 0) return [nothing(say("queueEmpty"), say("queueNext"))];
  return [
    list(
      queue.map((item) =>
        row(
          item,
          timeOf(item.paid_at),
          item.donation_ref === null || item.kind !== "LIVE"
            ? []
            : [
                act("bump", { command: "BUMP", donation_ref: item.donation_ref }, command),
                act("remove", { command: "REMOVE", donation_ref: item.donation_ref }, command),
              ],
        ),
      ),
    ),
  ];
}

export function awaitingList({ awaiting }: StageSnapshot, { judge }: Steer): Node[] {
  if (awaiting.length === 0) return [element("p", { class: "muted" }, say("awaitingEmpty"))];
  return [
    list(
      awaiting.map((item) => {
        const ref = item.donation_ref ?? "";
        return row(item, timeOf(item.paid_at), [
          button(say("approve"), () => void judge(ref, "approve"), {
            "data-key": `approve ${ref}`,
          }),
          button(say("censor"), () => void judge(ref, "reject", { mode: "CENSOR" }), {
            ...{ class: "button quiet", "data-key": `censor ${ref}` },
          }),
          button(say("reject"), () => void judge(ref, "reject", { mode: "SUPPRESS" }), {
            ...{ class: "button quiet", "data-key": `reject ${ref}` },
          }),
        ]);
      }),
    ),
  ];
}

export function endedList({ ended }: StageSnapshot, { command }: Steer): Node[] {
  if (ended.length === 0) return [element("p", { class: "muted" }, say("endedEmpty"))];
  return [
    list(
      ended.map((item) =>
        row(
          item,
          [outcomeBadge(item.outcome), " ", timeOf(item.ended_at)],
          item.donation_ref === null
            ? []
            : [act("replay", { command: "REPLAY", donation_ref: item.donation_ref }, command)],
        ),
      ),
    ),
  ];
}

export function outcomeBadge(outcome: string): HTMLElement {
  const tones: Readonly<Record<string, string>> = { PLAYED: "good", FAILED: "bad" };
  return element("span", { class: `badge ${tones[outcome] ?? ""}` }, sayOf("", outcome));
}

export function healthOf({ health, pages, unwritten_facts }: StageSnapshot): Node[] {
  const tone = health === "OK" ? "good" : "bad";
  return [
    element("p", { class: `${tone}-text` }, sayOf("health_", health)),
    ...(pages.length === 0
      ? []
      : [
          element(
            "ul",
            { class: "pages" },
            pages.map((page) =>
              element(
                "li",
                {},
                element("strong", {}, sayOf("page_", page.kind)),
                page.is_leader ? element("span", { class: "badge info" }, say("leader")) : null,
                element("span", { class: "muted" }, sayOf("page_", page.health)),
              ),
            ),
          ),
        ]),
    ...(unwritten_facts > 0
      ? [element("p", { class: "muted" }, say("unwritten", { count: String(unwritten_facts) }))]
      : []),
  ];
}

function act(
  word: "bump" | "remove" | "replay",
  body: { readonly command: string; readonly donation_ref: string },
  command: Steer["command"],
): HTMLButtonElement {
  return button(say(word), () => void command(body), {
    ...{ class: "button quiet", "data-key": `${word} ${body.donation_ref}` },
  });
}

function list(rows: readonly HTMLElement[]): HTMLElement {
  return element(
    "ul",
    { class: "rows" },
    rows.map((each) => element("li", {}, each)),
  );
}

/** A donation as its streamer sees it on the way to the screen. */
function row(item: Item, aside: Child, actions: readonly HTMLElement[]): HTMLElement {
  const marks = [item.has_sound ? say("hasSound") : "", item.has_video ? say("hasVideo") : ""];
  const extras = [item.kind === "LIVE" ? "" : sayOf("kind_", item.kind), ...marks].filter(
    (mark) => mark !== "",
  );
  return element(
    "article",
    { class: "donation" },
    element(
      "p",
      { class: "donation-line" },
      element("strong", { class: "donation-amount" }, amountTextIn(item)),
      element("bdi", {}, item.name),
      extras.map((mark) => element("span", { class: "badge" }, mark)),
      element("span", { class: "donation-aside muted" }, aside),
    ),
    item.message === ""
      ? null
      : element("p", { class: "donation-message", dir: "auto" }, item.message),
    actions.length === 0 ? null : element("div", { class: "controls" }, actions),
  );
}

/** As the list of donations writes it; the stage has its own language. */
function amountTextIn({ amount, currency, amount_text }: Item): string {
  return amount === null || currency === null ? amount_text : money(amount, currency);
}
