import type { Beneficiary } from "../../src/payments/beneficiary.ts";
import { field } from "../form/fields.ts";
import { element } from "../page/dom.ts";
import { accountName, rupiahChannels } from "./account-name.ts";
import { input, labelled, select, sureButton } from "./parts.ts";
import { makeProved, type Proved } from "./proof.ts";
import { change } from "./session.ts";
import { say } from "./words.ts";

const path = "/v1/payments/beneficiaries";
const another = "another";

/** One of the accounts that money may be sent to, or a new one, which is made when it is needed. */
export function accountChoice(
  accounts: readonly Beneficiary[],
  currency: string,
  changed: (said: string) => void,
) {
  const known = accounts.filter((each) => each.currency === currency && each.status === "ACTIVE");
  let made: Beneficiary | null = null;
  const offered = known.map((each) => ({
    value: `${each.beneficiary_ref}`,
    name: accountName(each),
  }));
  const choice = select(
    [...offered, { value: another, name: say("accountNew") }],
    ...([offered[0]?.value ?? another, say("accountTo")] as const),
  );
  const fresh = freshAccount(currency);
  // What was made of other words is another account.
  fresh.box.addEventListener("input", () => {
    made = null;
  });
  const remove = async () => {
    const answer = await change(`${path}/${choice.value}`, "DELETE", {});
    if (answer.outcome === "done") changed(say("accountRemoved"));
  };
  const forget = sureButton(
    say("accountRemove"),
    ...([say("accountRemoveSure"), () => void remove(), "forget"] as const),
  );
  const show = () => {
    fresh.box.hidden = choice.value !== another;
    forget.hidden = choice.value === another;
  };
  choice.addEventListener("input", show);
  show();

  async function take(proof: HTMLElement): Promise<Beneficiary | Proved> {
    const chosen = known.find((each) => each.beneficiary_ref === choice.value) ?? made;
    if (chosen) return chosen;
    const answer = await makeProved(path, { ...fresh.read(), currency }, proof);
    if (answer.outcome !== "done") return answer;
    made = answer.value as Beneficiary;
    return made;
  }

  const line = element(
    "div",
    { class: "account-line" },
    labelled(say("accountTo"), choice),
    forget,
  );
  return {
    box: element("div", { class: "stack" }, offered.length === 0 ? null : line, fresh.box),
    take,
  };
}

/** What a bank has to be told. Where rupiah can be sent is known by name; elsewhere it is a code. */
function freshAccount(currency: string) {
  const banks = Object.entries(rupiahChannels).map(([value, name]) => ({ value, name }));
  const bank =
    currency === "IDR"
      ? select(banks, banks[0]?.value ?? "", say("accountBank"))
      : input("", { maxlength: "30", spellcheck: "false" });
  const number = input("", { inputmode: "numeric", maxlength: "34" });
  const holder = input("", { autocomplete: "name", maxlength: "100", dir: "auto" });
  return {
    box: element(
      "div",
      { class: "inline-form" },
      bank instanceof HTMLSelectElement
        ? labelled(say("accountBank"), bank)
        : field(say("accountCode"), say("accountCodeHint"), bank).box,
      field(say("accountNumber"), null, number).box,
      field(say("accountHolder"), say("accountHolderHint"), holder).box,
    ),
    read: () => ({
      channel_code: bank.value.trim().toUpperCase(),
      account_number: number.value.replace(/\D/g, ""),
      holder_name: holder.value.trim(),
    }),
  };
}
