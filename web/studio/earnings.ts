import type { Streamer } from "../../src/donations/streamer.ts";
import { choices } from "../form/fields.ts";
import { amountOf, decimalsOf, unitsOf } from "../page/decimal.ts";
import { element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import type { Day } from "./day.ts";
import { dayChart } from "./day-chart.ts";
import { headRow, named } from "./donations.ts";
import { moneyNow } from "./money-now.ts";
import { dateOf, money, nothing, panel } from "./parts.ts";
import { api } from "./session.ts";
import { troubleBox } from "./trouble.ts";
import type { View } from "./view.ts";
import { say } from "./words.ts";

const ranges = ["7", "30", "90"] as const;
const dayMs = 86_400_000;
const columns = ["column_count", "column_paid", "column_fee", "column_net", "column_back"] as const;

/** What arrived, day by day: a picture, and the numbers behind it. */
export function earningsView(streamer: Streamer): View {
  const { streamer_ref } = streamer;
  const place = element("div", { class: "stack" }, skeleton());
  const picker = choices(
    say("range"),
    ranges.map((value) => ({ value, name: say(`range_${value}`) })),
    "30",
    (value) => void load(Number(value)),
  );

  async function load(count: number): Promise<void> {
    const days = lastDays(count);
    const query = new URLSearchParams({
      ...{ from: days[0] ?? "", until: days.at(-1) ?? "" },
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    const answer = await api(`/v1/streamers/${streamer_ref}/earnings?${query}`);
    if (answer.outcome !== "done") {
      place.replaceChildren(troubleBox(answer, () => void load(count)));
      return;
    }
    const found = answer.value as { readonly currency: string; readonly days: readonly Day[] };
    if (found.days.length === 0) {
      place.replaceChildren(nothing(say("earningsEmpty"), say("earningsNext")));
      return;
    }
    place.replaceChildren(
      dayChart(days, found.days, found.currency),
      element(
        "div",
        { class: "scroller", tabindex: "0", role: "region", "aria-label": say("tab_earnings") },
        dayTable(found.days, found.currency),
      ),
    );
  }

  void load(30);
  return {
    box: element(
      "div",
      { class: "stack" },
      moneyNow(streamer),
      panel(say("earningsTitle"), picker, place),
    ),
    leave: () => {},
  };
}

/** The days of this calendar up to today. */
function lastDays(count: number): string[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, n) =>
    // Sweden writes dates as ISO does.
    new Date(now - (count - 1 - n) * dayMs).toLocaleDateString("sv-SE"),
  );
}

function dayTable(days: readonly Day[], currency: string): HTMLElement {
  const cells = (day: Omit<Day, "day">) => {
    const { donations, amount, fee_amount, net_amount, refunded_amount } = day;
    const amounts = [amount, fee_amount, net_amount, refunded_amount];
    const texts = [String(donations), ...amounts.map((text) => money(text, currency))];
    return named(
      columns,
      texts.map((text) => element("td", { class: "number" }, text)),
    );
  };
  return element(
    "table",
    { class: "table" },
    element("thead", {}, headRow(["column_day", ...columns])),
    element(
      "tbody",
      {},
      days
        .toReversed()
        .map((day) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, dateOf(`${day.day}T12:00:00`)),
            cells(day),
          ),
        ),
    ),
    element(
      "tfoot",
      {},
      element("tr", {}, element("th", { scope: "row" }, say("total")), cells(totalOf(days))),
    ),
  );
}

function totalOf(days: readonly Day[]): Omit<Day, "day"> {
  const sum = (field: "amount" | "fee_amount" | "net_amount" | "refunded_amount") => {
    const decimals = decimalsOf(days[0]?.[field] ?? "0");
    const units = days.reduce((all, day) => all + unitsOf(day[field], decimals), 0n);
    return amountOf(units, decimals);
  };
  return {
    donations: days.reduce((all, { donations }) => all + donations, 0),
    ...{ amount: sum("amount"), fee_amount: sum("fee_amount"), net_amount: sum("net_amount") },
    refunded_amount: sum("refunded_amount"),
  };
}
