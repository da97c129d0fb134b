import type { Widget } from "../../src/overlays/protocol.ts";
import { amountTextOf } from "../page/amount.ts";
import { countdownOf } from "../page/countdown.ts";
import { type Child, element } from "../page/dom.ts";

const partByWidget: Readonly<Record<string, string>> = {
  goal: "GOALS",
  leaderboard: "LEADERBOARD",
  ticker: "TICKER",
  timer: "TIMER",
};

export type Widgets = {
  readonly setParts: (parts: readonly string[]) => void;
  readonly show: (widget: Widget) => void;
  readonly blank: () => void;
};

/** The figures beside the alerts, each where it belongs. What they say is computed elsewhere. */
export function createWidgets(root: HTMLElement, serverNow: () => number): Widgets {
  const known = new Map<string, Widget>();
  let parts: readonly string[] = [];

  function draw(): void {
    root.replaceChildren(
      ...["TIMER", "LEADERBOARD", "GOALS", "TICKER"].flatMap((part) => {
        const drawn = parts.includes(part) ? drawPart(part, known, serverNow) : [];
        return drawn.length === 0
          ? []
          : [element("div", { class: `widgets widgets-${part.toLowerCase()}` }, drawn)];
      }),
    );
  }

  window.setInterval(() => {
    for (const clock of root.querySelectorAll<HTMLElement>("[data-ends-at]")) {
      setText(clock, countdownOf(Number(clock.dataset.endsAt) - serverNow()));
    }
  }, 250);

  return {
    setParts: (next) => {
      parts = next;
      draw();
    },
    show: (widget) => {
      known.set(`${widget.widget} ${widget.id}`, widget);
      draw();
    },
    blank: () => {
      parts = [];
      draw();
    },
  };
}

function drawPart(
  part: string,
  known: ReadonlyMap<string, Widget>,
  serverNow: () => number,
): HTMLElement[] {
  const locale = localeIn(known);
  return [...known.values()]
    .filter(({ widget }) => partByWidget[widget] === part)
    .map((widget) => drawWidget(widget, serverNow, locale))
    .filter((drawn) => drawn !== null);
}

type Data = Widget["data"];

/** The language in which the stage writes comes with the page's own words. */
function localeIn(known: ReadonlyMap<string, Widget>): string {
  const words = [...known.values()].find(({ widget }) => widget === "ticker");
  return textOf(words?.data.language) || "id-ID";
}

function drawWidget(
  { widget, data }: Widget,
  serverNow: () => number,
  locale: string,
): HTMLElement | null {
  if (widget === "goal") return goalBar(data, locale);
  if (widget === "leaderboard") return leaders(data, locale);
  if (widget === "timer") return timer(data, serverNow);
  const text = textOf(data.text);
  return text === ""
    ? null
    : element("p", { class: "widget ticker", dir: "auto" }, element("span", {}, text));
}

function goalBar(data: Data, locale: string): HTMLElement | null {
  if (data.ended_at !== null && data.ended_at !== undefined) return null;
  const currency = textOf(data.currency);
  const [current, target] = [textOf(data.current), textOf(data.target)];
  const bar = element("i", {});
  bar.style.width = `${shareOf(current, target) * 100}%`;
  return element(
    "div",
    { class: "widget goal" },
    element("p", { class: "goal-title", dir: "auto" }, textOf(data.title)),
    element("div", { class: "goal-bar" }, bar),
    element(
      "p",
      { class: "goal-amounts" },
      element("strong", {}, amountTextOf(current, currency, locale)),
      ` / ${amountTextOf(target, currency, locale)}`,
    ),
    nextMilestone(data, currency, locale),
  );
}

/** What happens next on the way to a goal. */
function nextMilestone({ milestones }: Data, currency: string, locale: string): HTMLElement | null {
  const next = Array.isArray(milestones) ? milestones.find(({ is_reached }) => !is_reached) : null;
  if (!next) return null;
  const amount = amountTextOf(textOf(next.amount), currency, locale);
  return element(
    "p",
    { class: "goal-next" },
    element("bdi", {}, textOf(next.title)),
    ` · ${amount}`,
  );
}

function leaders(data: Data, locale: string): HTMLElement | null {
  const rows = Array.isArray(data.data) ? data.data : [];
  if (rows.length === 0) return null;
  return element(
    "ol",
    { class: "widget leaders" },
    rows.map(
      (row): Child =>
        element(
          "li",
          {},
          element("bdi", {}, textOf(row.donor)),
          element("strong", {}, amountTextOf(textOf(row.amount), textOf(row.currency), locale)),
        ),
    ),
  );
}

function timer(data: Data, serverNow: () => number): HTMLElement {
  const endsAt = typeof data.ends_at === "string" ? Date.parse(data.ends_at) : null;
  const leftMs =
    endsAt === null ? Number(data.remaining_seconds ?? 0) * 1_000 : endsAt - serverNow();
  return element(
    "p",
    { class: "widget timer", "data-ends-at": endsAt === null ? undefined : String(endsAt) },
    countdownOf(leftMs),
  );
}

/** How much of a goal is reached, for the length of its bar: a picture may be rounded. */
export function shareOf(current: string, target: string): number {
  const share = Number(current) / Number(target);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function setText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
