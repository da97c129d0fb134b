import type { Goal } from "../../src/donations/goal.ts";
import type { Streamer } from "../../src/donations/streamer.ts";
import { field } from "../form/fields.ts";
import { amountTyped, decimalsOf } from "../page/decimal.ts";
import { button, element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { input, money, nothing, sureButton } from "./parts.ts";
import { api, change } from "./session.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { View } from "./view.ts";
import { say } from "./words.ts";

/** What is collected for. */
export function goalsView(streamer: Streamer): View {
  const place = element("div", { class: "stack" }, skeleton());
  const notice = noticeLine();
  const path = `/v1/streamers/${streamer.streamer_ref}/goals`;

  async function load(): Promise<void> {
    const answer = await api(path);
    if (answer.outcome !== "done") {
      place.replaceChildren(troubleBox(answer, () => void load()));
      return;
    }
    const { data } = answer.value as { readonly data: readonly Goal[] };
    place.replaceChildren(
      ...(data.length === 0
        ? [nothing(say("goalsEmpty"), say("goalsNext"))]
        : data.map((goal) => goalCard(goal, () => void end(goal)))),
    );
  }

  async function end({ goal_ref }: Goal): Promise<void> {
    const answer = await change(`/v1/goals/${goal_ref}`, "PATCH", { is_ended: true });
    if (answer.outcome !== "done") notice.say(troubleText(answer), true);
    await load();
  }

  async function begin(title: string, target: string): Promise<boolean> {
    const answer = await change(path, "POST", { title, target });
    if (answer.outcome !== "done") {
      notice.say(troubleText(answer), true);
      return false;
    }
    await load();
    return true;
  }

  void load();
  return {
    box: element(
      "section",
      { class: "card panel" },
      element("h2", {}, say("tab_goals")),
      notice.box,
      place,
      beginForm(streamer, begin),
    ),
    leave: () => {},
  };
}

function beginForm(
  { settings }: Streamer,
  begin: (title: string, target: string) => Promise<boolean>,
): HTMLElement {
  const title = input("", { maxlength: "100", dir: "auto" });
  const target = input("", { inputmode: "decimal" });
  const form = element(
    "form",
    { class: "inline-form", novalidate: true },
    field(say("goalTitle"), null, title).box,
    field(say("goalTarget"), null, target).box,
    button(say("goalBegin"), () => undefined, { class: "button primary", type: "submit" }),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const amount = amountTyped(target.value, decimalsOf(settings.min_amount));
    if (await begin(title.value.trim(), amount)) form.reset();
  });
  return form;
}

function goalCard(goal: Goal, end: () => void): HTMLElement {
  const { currency, current, target, ended_at, reached_at } = goal;
  const bar = element("i", {});
  bar.style.width = `${Math.min(100, Math.max(0, (Number(current) / Number(target)) * 100))}%`;
  const isEnded = ended_at !== null;
  return element(
    "article",
    { class: "goal-line" },
    element(
      "p",
      { class: "donation-line" },
      element("strong", { dir: "auto" }, goal.title),
      reached_at === null ? null : element("span", { class: "badge good" }, say("goalReached")),
      isEnded ? element("span", { class: "badge" }, say("goalEnded")) : null,
    ),
    element("div", { class: "bar" }, bar),
    element(
      "p",
      {},
      element("strong", {}, money(current, currency)),
      ` / ${money(target, currency)}`,
    ),
    isEnded ? null : sureButton(say("goalEnd"), say("goalEndSure"), end, `end ${goal.goal_ref}`),
  );
}
