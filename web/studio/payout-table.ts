import type { Beneficiary } from "../../src/payments/beneficiary.ts";
import type { Payout } from "../../src/payments/payout.ts";
import { element } from "../page/dom.ts";
import { accountName } from "./account-name.ts";
import { headRow, named } from "./donations.ts";
import { dateOf, money } from "./parts.ts";
import { say, sayOf } from "./words.ts";

const columns = ["column_when", "column_to", "column_state"] as const;
const tones: Readonly<Record<string, string>> = {
  COMPLETED: "good",
  FAILED: "bad",
  REVERSED: "warn",
};

/** What was sent out, newest first, and how far each has come. */
export function payoutTable(
  payouts: readonly Payout[],
  accounts: readonly Beneficiary[],
): HTMLElement {
  const names = new Map(accounts.map((each) => [each.beneficiary_ref, accountName(each)]));
  return element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": say("payouts") },
    element(
      "table",
      { class: "table" },
      element("caption", {}, say("payouts")),
      element("thead", {}, headRow([...columns, "column_amount"])),
      element(
        "tbody",
        {},
        payouts.map((payout) => rowOf(payout, names.get(payout.beneficiary_ref) ?? "–")),
      ),
    ),
  );
}

function rowOf({ status, amount, currency, created_at, updated_at }: Payout, to: string) {
  const badge = element(
    "span",
    { class: `badge ${tones[status] ?? "info"}` },
    sayOf("payout_", status),
  );
  const asked = element("td", {}, dateOf(created_at));
  const changed = element("span", { class: "muted" }, ` ${dateOf(updated_at)}`);
  const cells = [
    asked,
    element("td", {}, to),
    element("td", {}, badge, changed),
    element("td", { class: "number" }, money(amount, currency)),
  ];
  return element("tr", {}, named([...columns, "column_amount"], cells));
}
