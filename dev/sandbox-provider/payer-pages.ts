import type { Actions } from "./actions.ts";
import type { Answer } from "./answer.ts";
import type { Book } from "./book.ts";
import { payPageOf } from "./pay-page.ts";

const payersActions: readonly string[] = ["pay", "fail", "cancel"];

/** What a payer sees and does. They are known by nothing: whoever has the address may pay. */
export function answerPayer(
  { book, actions }: { readonly book: Book; readonly actions: Actions },
  method: string,
  id: string,
  action: string,
): Answer {
  const charge = book.charges.get(id);
  if (!charge) return { status: 404, html: "<!doctype html><title>Unknown</title>Unknown." };
  if (method === "GET") return { status: 200, html: payPageOf(charge) };
  if (!payersActions.includes(action)) return { status: 404 };
  actions.onCharge(charge, action, {});
  return { status: 303, location: `/pay/${id}` };
}
