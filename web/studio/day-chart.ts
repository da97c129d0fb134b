import { amountOf, decimalsOf } from "../page/decimal.ts";
import { element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import type { Day } from "./day.ts";
import { money } from "./parts.ts";
import { say } from "./words.ts";

const svgNamespace = "http://www.w3.org/2000/svg";
const width = 720;
const height = 200;

/** A bar for each day, from nothing up. The table below says the same exactly. */
export function dayChart(
  days: readonly string[],
  found: readonly Day[],
  currency: string,
): HTMLElement {
  const byDay = new Map(found.map((day) => [day.day, day.net_amount]));
  // Bars are pictures: what is rounded here is exact in the table.
  const values = days.map((day) => Number(byDay.get(day) ?? "0"));
  const most = niceTop(Math.max(...values));
  const picture = document.createElementNS(svgNamespace, "svg");
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  // It is stretched to the room that there is; its lines keep their width.
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", say("earningsChart"));
  picture.setAttribute("class", "chart");
  for (const share of [0, 0.5, 1]) line(picture, yOf(share));
  const step = width / days.length;
  for (const [n, value] of values.entries()) {
    const day = days[n] ?? "";
    bar(picture, n * step + step * 0.15, yOf(value / most), step * 0.7, [
      new Date(`${day}T12:00:00`).toLocaleDateString(currentLocale(), { dateStyle: "medium" }),
      money(byDay.get(day) ?? "0", currency),
    ]);
  }
  // Half of a small top is less than a whole: a dollar has cents, and a rupiah has none.
  const decimals = decimalsOf(found[0]?.net_amount ?? "0");
  const written = (share: number) =>
    money(amountOf(BigInt(Math.round(most * share * 10 ** decimals)), decimals), currency);
  return element(
    "figure",
    { class: "chart-box" },
    element("figcaption", { class: "muted" }, say("earningsChart")),
    element(
      "div",
      { class: "chart-frame" },
      element(
        "div",
        { class: "chart-scale", "aria-hidden": "true" },
        [1, 0.5, 0].map((share) => element("span", {}, written(share))),
      ),
      picture,
    ),
    element(
      "div",
      { class: "chart-days muted", "aria-hidden": "true" },
      [days[0], days[Math.floor(days.length / 2)], days.at(-1)].map((day) =>
        element("span", {}, shortDay(day ?? "")),
      ),
    ),
  );
}

function yOf(share: number): number {
  return height * (1 - share);
}

function line(picture: SVGSVGElement, y: number): void {
  const made = document.createElementNS(svgNamespace, "path");
  made.setAttribute("d", `M0 ${y}H${width}`);
  made.setAttribute("class", "chart-line");
  picture.append(made);
}

function bar(
  picture: SVGSVGElement,
  x: number,
  y: number,
  thickness: number,
  words: readonly string[],
): void {
  const made = document.createElementNS(svgNamespace, "rect");
  const facts = { x, y, width: thickness, height: height - y };
  for (const [name, value] of Object.entries(facts)) made.setAttribute(name, String(value));
  made.setAttribute("class", "chart-bar");
  const title = document.createElementNS(svgNamespace, "title");
  title.textContent = words.join(": ");
  made.append(title);
  picture.append(made);
}

/** The next round number above the highest bar. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((times) => times * power >= most) ?? 10) * power;
}

function shortDay(day: string): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString(currentLocale(), {
    day: "numeric",
    month: "short",
  });
}
