// What tests and people who develop make happen: settlement, refunds, chargebacks, and everything that goes wrong.
import type { Actions } from "./actions.ts";
import type { Answer } from "./answer.ts";
import type { Book } from "./book.ts";
import type { Troubles } from "./merchant-api.ts";
import type { Notifier } from "./notifier.ts";

type Surroundings = {
  readonly book: Book;
  readonly actions: Actions;
  readonly notifier: Notifier;
  readonly troubles: Troubles;
};

type Target = { readonly kind: string; readonly id: string; readonly action: string };

export async function answerControl(
  { book, actions, notifier, troubles }: Surroundings,
  { kind, id, action }: Target,
  body: string,
): Promise<Answer> {
  const input = body === "" ? {} : JSON.parse(body);
  if (kind === "troubles") return { status: 200, json: Object.assign(troubles, input) };
  if (kind === "release") {
    return { status: 200, json: { sent: await notifier.release(input.order) } };
  }
  const charge = kind === "charges" ? book.charges.get(id) : undefined;
  if (charge) return answerOf(actions.onCharge(charge, action, input), charge);
  const payout = kind === "payouts" ? book.payouts.get(id) : undefined;
  if (payout) return answerOf(actions.onPayout(payout, action, input), payout);
  return { status: 404, json: { code: "not_found" } };
}

function answerOf(fault: string | null, changed: unknown): Answer {
  return fault === null ? { status: 200, json: changed } : { status: 409, json: { code: fault } };
}
