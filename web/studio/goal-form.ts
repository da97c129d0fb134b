import type { Goal } from "../../src/donations/goal.ts";
import type { Streamer } from "../../src/donations/streamer.ts";
import { field } from "../form/fields.ts";
import { symbolOf } from "../page/amount.ts";
import { amountTyped, decimalsOf } from "../page/decimal.ts";
import { button, element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { milestoneRows } from "./milestones.ts";
import { amountInput, input } from "./parts.ts";
import { submitOnce } from "./submit-once.ts";
import { say } from "./words.ts";

export type GoalWish = {
  readonly title: string;
  readonly target: string;
  readonly starting_amount: string;
  readonly milestones: readonly { readonly title: string; readonly amount: string }[];
};

/** What is collected for, how much of it there is already, and what is promised on the way. */
export function goalForm(
  goal: Goal | null,
  { settings, currency }: Streamer,
  send: (wish: GoalWish) => Promise<boolean>,
): HTMLFormElement {
  const decimals = decimalsOf(settings.min_amount);
  const symbol = symbolOf(currency, currentLocale());
  const title = input(goal?.title ?? "", { maxlength: "100", dir: "auto" });
  const target = amountInput(goal?.target ?? "");
  const already = amountInput(goal?.starting_amount ?? "");
  let milestones = milestoneRows(goal?.milestones ?? [], decimals);
  const form = element(
    "form",
    { class: "stack", novalidate: true },
    element(
      "div",
      { class: "inline-form" },
      field(say("goalTitle"), null, title).box,
      field(say("goalTarget"), symbol, target).box,
      field(say("goalAlready"), `${symbol}, ${say("optional")}`, already).box,
    ),
    milestones.box,
    button(say(goal ? "save" : "goalBegin"), () => undefined, {
      ...{ class: "button primary", type: "submit" },
    }),
  );
  submitOnce(form, async () => {
    const isDone = await send({
      title: title.value.trim(),
      target: amountTyped(target.value, decimals),
      starting_amount: amountTyped(already.value, decimals) || "0",
      milestones: milestones.read(),
    });
    if (!isDone || goal) return;
    form.reset();
    const fresh = milestoneRows([], decimals);
    milestones.box.replaceWith(fresh.box);
    milestones = fresh;
  });
  return form;
}
