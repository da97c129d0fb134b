import type { Goal } from "../../src/donations/goal.ts";
import type { Streamer } from "../../src/donations/streamer.ts";
import { element } from "../page/dom.ts";
import { milestoneList } from "../page/milestone-list.ts";
import { skeleton } from "../page/states.ts";
import { editorOf } from "./editor.ts";
import { type GoalWish, goalForm } from "./goal-form.ts";
import { money, nothing, sureButton } from "./parts.ts";
import { api, change } from "./session.ts";
import { timerPanel } from "./timer.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { View } from "./view.ts";
import { say } from "./words.ts";

const readEveryMs = 10_000;

/** What is collected for, and the countdown that donations lengthen. */
export function goalsView(streamer: Streamer): View {
  const place = element("div", { class: "stack" }, skeleton());
  const notice = noticeLine();
  const path = `/v1/streamers/${streamer.streamer_ref}/goals`;
  const timer = timerPanel(streamer);
  let isRead = false;

  async function load(): Promise<void> {
    const answer = await api(path);
    // What was read before is worth more than that it could not be read again.
    if (answer.outcome !== "done" && isRead) return;
    if (answer.outcome !== "done") {
      place.replaceChildren(troubleBox(answer, () => void load()));
      return;
    }
    isRead = true;
    const { data } = answer.value as { readonly data: readonly Goal[] };
    place.replaceChildren(
      ...(data.length === 0
        ? [nothing(say("goalsEmpty"), say("goalsNext"))]
        : data.map((goal) => goalCard(goal, streamer, (body) => update(goal, body)))),
    );
  }

  async function act(asked: ReturnType<typeof change>): Promise<boolean> {
    const answer = await asked;
    if (answer.outcome !== "done") {
      notice.say(troubleText(answer), true);
      return false;
    }
    await load();
    return true;
  }

  const update = ({ goal_ref }: Goal, body: object) =>
    act(change(`/v1/goals/${goal_ref}`, "PATCH", body));

  const reading = window.setInterval(() => {
    const isBusy = place.querySelector("form") !== null || place.contains(document.activeElement);
    if (document.visibilityState === "visible" && !isBusy) void load();
  }, readEveryMs);
  void load();
  return {
    box: element(
      "div",
      { class: "stack" },
      element(
        "section",
        { class: "card panel" },
        element("h2", {}, say("tab_goals")),
        notice.box,
        place,
        element(
          "div",
          { class: "make" },
          element("h3", {}, say("goalNew")),
          goalForm(null, streamer, (wish) => act(change(path, "POST", wish))),
        ),
      ),
      timer.box,
    ),
    leave: () => {
      window.clearInterval(reading);
      timer.leave();
    },
  };
}

type Update = (body: GoalWish | { readonly is_ended: true }) => Promise<boolean>;

function goalCard(goal: Goal, streamer: Streamer, update: Update): HTMLElement {
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
    milestoneList(goal.milestones, (amount) => money(amount, currency), say("goalReached")),
    isEnded ? null : goalActions(goal, streamer, update),
  );
}

function goalActions(goal: Goal, streamer: Streamer, update: Update): HTMLElement {
  const { goal_ref } = goal;
  const editor = editorOf(`edit ${goal_ref}`, () => goalForm(goal, streamer, update));
  const end = () => void update({ is_ended: true });
  return element(
    "div",
    { class: "stack" },
    element(
      "div",
      { class: "controls" },
      editor.open,
      sureButton(say("goalEnd"), say("goalEndSure"), end, `end ${goal_ref}`),
    ),
    editor.place,
  );
}
