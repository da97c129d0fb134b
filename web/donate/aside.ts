import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { amountTextOf } from "../page/amount.ts";
import { element } from "../page/dom.ts";
import { milestoneList } from "../page/milestone-list.ts";
import { currentLocale } from "../page/speaker.ts";
import type { Leaderboard } from "./answers.ts";
import { say } from "./words.ts";

/** What the money is collected for, and who gave most. */
export function aside(streamer: PublicStreamer | null, leaders: Leaderboard | null): HTMLElement {
  const goals = streamer?.goals.filter(({ ended_at }) => ended_at === null) ?? [];
  return element(
    "div",
    { id: "aside", class: "donate-aside" },
    goals.length === 0
      ? null
      : element("section", { class: "card" }, element("h2", {}, say("goals")), goals.map(goalLine)),
    leaders === null || leaders.data.length === 0
      ? null
      : element(
          "section",
          { class: "card" },
          element("h2", {}, say("leaders")),
          leaderList(leaders),
        ),
  );
}

function goalLine({
  title,
  current,
  target,
  currency,
  milestones,
}: PublicStreamer["goals"][number]): HTMLElement {
  const written = (amount: string) => amountTextOf(amount, currency, currentLocale());
  const bar = element("i", {});
  bar.style.width = `${Math.min(100, Math.max(0, (Number(current) / Number(target)) * 100))}%`;
  return element(
    "div",
    { class: "goal-line" },
    element("p", { dir: "auto" }, title),
    element("div", { class: "bar" }, bar),
    element(
      "p",
      { class: "muted" },
      element("strong", {}, written(current)),
      ` / ${written(target)}`,
    ),
    milestoneList(milestones, written, say("reached")),
  );
}

function leaderList({ data }: Leaderboard): HTMLElement {
  return element(
    "ol",
    { class: "leader-list" },
    data.map(({ donor, amount, currency }) =>
      element(
        "li",
        {},
        element("bdi", {}, donor),
        element("strong", {}, amountTextOf(amount, currency, currentLocale())),
      ),
    ),
  );
}
