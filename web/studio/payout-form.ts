import type { Beneficiary } from "../../src/payments/beneficiary.ts";
import { field } from "../form/fields.ts";
import { amountTyped, decimalsOf, unitsOf } from "../page/decimal.ts";
import { button, element } from "../page/dom.ts";
import { accountChoice } from "./account-choice.ts";
import { accountName } from "./account-name.ts";
import { amountInput, money } from "./parts.ts";
import { makeProved, type Proved } from "./proof.ts";
import { submitOnce } from "./submit-once.ts";
import { troubleText } from "./trouble.ts";
import { say } from "./words.ts";

export type PayoutChoices = {
  readonly currency: string;
  readonly available: string;
  readonly accounts: readonly Beneficiary[];
};

/** The way to have money sent to a bank, or in words why there is none now. */
export function payoutForm(
  { currency, available, accounts }: PayoutChoices,
  done: (said: string) => void,
): HTMLElement {
  const decimals = decimalsOf(available);
  if (unitsOf(available, decimals) <= 0n)
    return element("p", { class: "muted" }, say("payoutNothing"));
  const to = accountChoice(accounts, currency, done);
  const written = money(available, currency);
  const amount = amountInput(available);
  const amountField = field(say("payoutAmount"), say("payoutUpTo", { amount: written }), amount);
  const fault = element("p", { class: "fault", role: "alert" });
  const proof = element("div", { "aria-live": "polite" });
  const send = button("", () => undefined, { class: "button primary", type: "submit" });
  const typed = () => amountTyped(amount.value, decimals);
  const label = () => {
    const text = typed();
    send.textContent =
      text === "" ? say("payoutDo") : say("payoutSend", { amount: money(text, currency) });
  };
  amount.addEventListener("input", label);
  label();
  const form = element(
    "form",
    { class: "stack", novalidate: true },
    to.box,
    element("div", { class: "payout-amount" }, amountField.box),
    fault,
    send,
  );
  submitOnce(form, async () => {
    fault.textContent = "";
    amountField.setFault(typed() === "" ? say("payoutNeedAmount") : "");
    if (typed() === "") {
      amount.focus();
      return;
    }
    const text = await sendOut({ to, amount: typed(), currency, proof }, done);
    fault.textContent = text;
  });
  return element("div", { class: "make" }, element("h3", {}, say("payoutTitle")), form, proof);
}

type Wanted = {
  readonly to: ReturnType<typeof accountChoice>;
  readonly amount: string;
  readonly currency: string;
  readonly proof: HTMLElement;
};

/** Asks for it, and says why it did not come about; an account that was made meanwhile stays. */
async function sendOut(
  { to, amount, currency, proof }: Wanted,
  done: (said: string) => void,
): Promise<string> {
  const account = await to.take(proof);
  if ("outcome" in account) return faultOf(account);
  const body = { beneficiary_ref: account.beneficiary_ref, amount, currency };
  const answer = await makeProved("/v1/payments/payouts", body, proof);
  if (answer.outcome !== "done") return faultOf(answer);
  done(say("payoutBegun", { amount: money(amount, currency), account: accountName(account) }));
  return "";
}

function faultOf(answer: Proved): string {
  return answer.outcome === "unproved" ? say("unproved") : troubleText(answer);
}
