import type { StageSettings } from "../../src/overlays/stage-settings.ts";
import { field } from "../form/fields.ts";
import { button, element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { durationText, input, labelled, panel, select } from "./parts.ts";
import { api, change } from "./session.ts";
import { submitOnce } from "./submit-once.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import { say, sayOf } from "./words.ts";

const path = "/v1/overlays/stage/settings";
const orders = ["PAID", "TIER"] as const;
const backlogs = ["ASK", "PLAY", "LAST", "TEXT", "DISMISS"] as const;
const never = "";
const ages = [600, 3_600, 21_600, 86_400, 604_800];

/** How the queue is played: in which order, how close together, and what becomes of what has waited. */
export function stageSettings(): HTMLElement {
  const place = element("div", {}, skeleton());

  async function load(): Promise<void> {
    const answer = await api(path);
    if (answer.outcome === "done") place.replaceChildren(formOf(answer.value as StageSettings));
    else place.replaceChildren(troubleBox(answer, () => void load()));
  }

  void load();
  return panel(say("stageTitle"), place);
}

function formOf(settings: StageSettings): HTMLElement {
  const notice = noticeLine();
  const gap = input(String(settings.gap_ms / 1_000), { type: "number", min: "0", max: "30" });
  gap.step = "0.25";
  const order = chooser("stageOrder", "order_", orders, settings.order);
  const backlog = chooser("stageBacklog", "stageBacklog_", backlogs, settings.backlog);
  const age = ageChooser(settings.max_age_s);
  const form = element(
    "form",
    { class: "stack", novalidate: true },
    element(
      "div",
      { class: "inline-form" },
      field(say("stageGap"), null, gap).box,
      labelled(say("stageOrder"), order),
      labelled(say("stageAge"), age),
    ),
    labelled(say("stageBacklog"), backlog),
    button(say("save"), () => undefined, { class: "button primary", type: "submit" }),
    notice.box,
  );
  submitOnce(form, async () => {
    const wanted = {
      ...{ gap_ms: Math.round(Number(gap.value) * 1_000), order: order.value },
      ...{ backlog: backlog.value, max_age_s: age.value === never ? null : Number(age.value) },
    };
    const answer = await change(path, "PUT", wanted);
    const isSaved = answer.outcome === "done";
    notice.say(isSaved ? say("saved") : troubleText(answer), !isSaved);
  });
  return form;
}

function chooser(
  label: "stageOrder" | "stageBacklog",
  prefix: string,
  values: readonly string[],
  chosen: string,
): HTMLSelectElement {
  const offered = values.map((value) => ({ value, name: sayOf(prefix, value) }));
  return select(offered, chosen, say(label));
}

/** The usual ages, and whatever is set besides. */
function ageChooser(chosen: number | null): HTMLSelectElement {
  const known = chosen === null || ages.includes(chosen) ? ages : [...ages, chosen];
  const offered = known
    .toSorted((one, other) => one - other)
    .map((seconds) => ({ value: String(seconds), name: durationText(seconds) }));
  return select(
    [{ value: never, name: say("stageAgeNever") }, ...offered],
    ...([chosen === null ? never : String(chosen), say("stageAge")] as const),
  );
}
