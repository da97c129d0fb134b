import type { Streamer } from "../../src/donations/streamer.ts";
import type { Beneficiary } from "../../src/payments/beneficiary.ts";
import type { ChargeBody } from "../../src/payments/charge.ts";
import type { Payout } from "../../src/payments/payout.ts";
import type { Balance } from "../../src/wallets/balance.ts";
import type { Wallet } from "../../src/wallets/wallet.ts";
import type { Answer } from "../page/ask.ts";
import { amountOf, decimalsOf, unitsOf } from "../page/decimal.ts";
import { element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { dateOf, money, panel } from "./parts.ts";
import { payoutForm } from "./payout-form.ts";
import { payoutTable } from "./payout-table.ts";
import { api, currentPerson } from "./session.ts";
import { noticeLine, troubleBox } from "./trouble.ts";
import { say } from "./words.ts";

const mostCharges = 100;

/** Where a streamer's money is: with the provider, in their wallet, or on its way to their bank. */
type Standing = {
  readonly pending: string;
  readonly available: string;
  readonly leaving: string;
  readonly payouts: readonly Payout[];
  readonly accounts: readonly Beneficiary[];
  /** When the oldest of what is not settled was paid; null where that is not known. */
  readonly oldest: string | null;
};

/** Empty for whoever may see donations and no money. */
export function moneyNow(streamer: Streamer): HTMLElement | null {
  const scopes = currentPerson()?.scopes ?? [];
  if (!["wallets:read", "payments:read"].every((scope) => scopes.includes(scope))) return null;
  const place = element("div", { class: "stack" }, skeleton());

  const notice = noticeLine();
  notice.box.tabIndex = -1;

  async function load(): Promise<void> {
    const found = await readStanding(streamer);
    if ("outcome" in found) {
      place.replaceChildren(troubleBox(found, () => void load()));
      return;
    }
    const { payouts, accounts, available } = found;
    place.replaceChildren(
      figures(found, streamer.currency),
      payoutForm({ currency: streamer.currency, available, accounts }, (said) => {
        notice.say(said);
        // The form that had the focus is about to go.
        notice.box.focus();
        void load();
      }),
      ...(payouts.length === 0 ? [] : [payoutTable(payouts, accounts)]),
    );
  }

  void load();
  return panel(say("moneyTitle"), notice.box, place);
}

async function readStanding(streamer: Streamer): Promise<Standing | Answer> {
  const { streamer_ref: owner, currency, settings } = streamer;
  const asked = await Promise.all([
    api(`/v1/wallets?${new URLSearchParams({ owner_ref: owner, currency, limit: "100" })}`),
    api("/v1/payments/payouts?limit=100"),
    api("/v1/payments/beneficiaries?limit=100"),
    api(`/v1/payments/charges?payee_ref=${owner}&status=PAID&limit=${mostCharges}`),
  ]);
  const lost = asked.find(({ outcome }) => outcome !== "done");
  if (lost) return lost;
  const [wallets, payouts, accounts, charges] = asked.map(dataOf);
  const decimals = decimalsOf(settings.min_amount);
  const none = amountOf(0n, decimals);
  const balanceOf = async (type: Wallet["type"]) => {
    // Who was never paid has no such wallet yet.
    const wallet = (wallets as Wallet[]).find((each) => each.type === type);
    return wallet ? api(`/v1/wallets/${wallet.wallet_ref}/balance`) : null;
  };
  const [pending, cash] = await Promise.all([balanceOf("PENDING"), balanceOf("CASH")]);
  for (const answer of [pending, cash]) if (answer && answer.outcome !== "done") return answer;
  // An operator is shown everybody's.
  const own = (payouts as Payout[]).filter((each) => each.owner_ref === owner);
  const mine = own.filter((each) => each.currency === currency);
  return {
    pending: balanceIn(pending)?.balance ?? none,
    available: balanceIn(cash)?.available ?? none,
    leaving: amountOf(
      mine.filter(isLeaving).reduce((sum, { amount }) => sum + unitsOf(amount, decimals), 0n),
      decimals,
    ),
    payouts: mine,
    accounts: (accounts as Beneficiary[]).filter((each) => each.owner_ref === owner),
    oldest: oldestOf(charges as ChargeBody[], currency),
  };
}

function dataOf(answer: Answer): readonly unknown[] {
  return answer.outcome === "done" ? (answer.value as { data: readonly unknown[] }).data : [];
}

function balanceIn(answer: Answer | null): Balance | null {
  return answer?.outcome === "done" ? (answer.value as Balance) : null;
}

function isLeaving({ status }: Payout): boolean {
  return status === "REQUESTED" || status === "HELD" || status === "SENT";
}

/** Of a list that goes on the oldest is not known. */
function oldestOf(charges: readonly ChargeBody[], currency: string): string | null {
  if (charges.length === mostCharges) return null;
  const paid = charges.flatMap((each) =>
    each.currency === currency && each.paid_at !== null ? [each.paid_at] : [],
  );
  return paid.toSorted()[0] ?? null;
}

function figures(standing: Standing, currency: string): HTMLElement {
  const { pending, available, leaving, payouts, oldest } = standing;
  const newest = payouts.find(isLeaving)?.created_at ?? null;
  const since = (word: "pendingSince" | "leavingSince", moment: string | null) =>
    moment === null ? "" : ` ${say(word, { date: dateOf(moment) })}`;
  return element(
    "dl",
    { class: "money-figures" },
    figure("pending", money(pending, currency), since("pendingSince", oldest)),
    figure("available", money(available, currency), "", /[1-9]/.test(available)),
    figure("leaving", money(leaving, currency), since("leavingSince", newest)),
  );
}

function figure(
  name: "pending" | "available" | "leaving",
  amount: string,
  since: string,
  isThere = false,
): HTMLElement {
  return element(
    "div",
    { class: isThere ? "is-yours" : undefined },
    element("dt", {}, say(name)),
    element("dd", { class: "money-amount" }, amount),
    element("dd", { class: "muted" }, `${say(`${name}Hint`)}${since}`),
  );
}
