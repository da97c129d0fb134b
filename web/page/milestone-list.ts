import { element } from "./dom.ts";

type Milestone = { readonly title: string; readonly amount: string; readonly is_reached: boolean };

/** What is promised on the way to a goal, and what of it has come. */
export function milestoneList(
  milestones: readonly Milestone[],
  written: (amount: string) => string,
  reached: string,
): HTMLElement | null {
  if (milestones.length === 0) return null;
  return element(
    "ul",
    { class: "milestone-list" },
    milestones.map(({ title, amount, is_reached }) =>
      element(
        "li",
        {},
        element("bdi", {}, title),
        element("span", { class: "muted" }, written(amount)),
        is_reached ? element("span", { class: "badge good" }, reached) : null,
      ),
    ),
  );
}
