import { describeAmountFault, parseAmount, parsePositiveAmount } from "../platform/money.ts";
import { type Fault, validationProblem } from "../platform/validation.ts";

/** The amounts of a goal as somebody wrote them. */
export type GoalTexts = {
  readonly target?: string | undefined;
  readonly starting_amount?: string | undefined;
  readonly milestones?: readonly { readonly title: string; readonly amount: string }[] | undefined;
};

/** The amounts of a goal in minor units, as a command takes them; what was not written stays away. */
export type GoalAmounts = {
  readonly target?: string | undefined;
  readonly starting_amount?: string | undefined;
  readonly milestones?: readonly { readonly title: string; readonly amount: string }[] | undefined;
};

/** Reads the amounts of a goal in its currency, and names every fault at once. */
export function goalAmounts(currency: string, texts: GoalTexts): GoalAmounts {
  const faults: Fault[] = [];
  const read = (pointer: string, text: string, parse: typeof parseAmount): string => {
    const amount = parse(text, currency);
    if (typeof amount === "bigint") return amount.toString();
    faults.push({ in: "body", pointer, message: describeAmountFault(amount, currency) });
    return "0";
  };
  const { target, starting_amount, milestones } = texts;
  const amounts = {
    target: target && read("/target", target, parsePositiveAmount),
    starting_amount: starting_amount && read("/starting_amount", starting_amount, parseAmount),
    milestones: milestones?.map(({ title, amount }, at) => ({
      title,
      amount: read(`/milestones/${at}/amount`, amount, parsePositiveAmount),
    })),
  };
  if (faults.length > 0) throw validationProblem(faults);
  return amounts;
}
