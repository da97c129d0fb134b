import type { Goal } from "../../src/donations/goal.ts";
import { field } from "../form/fields.ts";
import { amountTyped } from "../page/decimal.ts";
import { button, element } from "../page/dom.ts";
import { amountInput, input } from "./parts.ts";
import { say } from "./words.ts";

type Milestone = Pick<Goal["milestones"][number], "title" | "amount">;

const mostMilestones = 10;

/** What is promised on the way to a goal. A row without a word in it is none. */
export function milestoneRows(milestones: readonly Milestone[], decimals: number) {
  const rows: { readonly box: HTMLElement; readonly read: () => Milestone }[] = [];
  const list = element("div", { class: "stack" });

  function add(milestone: Milestone): HTMLElement | null {
    if (rows.length >= mostMilestones) return null;
    const row = milestoneRow(milestone, decimals, () => {
      rows.splice(rows.indexOf(row), 1);
      row.box.remove();
      more.focus();
    });
    rows.push(row);
    list.append(row.box);
    return row.box;
  }

  const more = button(
    say("milestoneAdd"),
    () => void add({ title: "", amount: "" })?.querySelector("input")?.focus(),
    { class: "button quiet" },
  );
  for (const milestone of milestones) add(milestone);
  return {
    box: element(
      "fieldset",
      { class: "milestones" },
      element("legend", {}, say("milestones")),
      list,
      more,
    ),
    read: () => rows.map((row) => row.read()).filter(({ title }) => title !== ""),
  };
}

function milestoneRow(milestone: Milestone, decimals: number, remove: () => void) {
  const title = input(milestone.title, { maxlength: "100", dir: "auto" });
  const amount = amountInput(milestone.amount);
  const box = element(
    "div",
    { class: "inline-form" },
    field(say("milestoneTitle"), null, title).box,
    field(say("milestoneAt"), null, amount).box,
    button(say("milestoneRemove"), remove, { class: "button quiet" }),
  );
  return {
    box,
    read: () => ({ title: title.value.trim(), amount: amountTyped(amount.value, decimals) }),
  };
}
