// What a merchant may ask, once its signature is proven.
import type { Actions } from "./actions.ts";
import type { Book, SandboxCharge, SandboxPayout } from "./book.ts";
import { newId } from "./ids.ts";

type Surroundings = {
  readonly book: Book;
  readonly actions: Actions;
  readonly troubles: Troubles;
  readonly url: string;
};

/** How many of the next requests are refused, fail as if the provider were broken, or are accepted and then forgotten. */
export type Troubles = { refuse: number; fail: number; forget: number };

type Answer = { readonly status: number; readonly json: unknown };
type Order = Readonly<Record<string, string>>;

const notFound: Answer = { status: 404, json: { code: "not_found" } };

export function answerMerchant(
  given: Surroundings,
  method: string,
  path: string,
  body: string,
): Answer {
  const trouble = troubleOf(given.troubles, method);
  if (trouble) return trouble;
  const [, , kind = "", name = "", action = ""] = path.split("/");
  const order: Order = body === "" ? {} : JSON.parse(body);
  if (kind === "payouts") return answerAboutPayouts(given.book, method, name, order);
  if (kind !== "charges") return notFound;
  if (method === "POST" && name === "") return createCharge(given, order);
  const isNamedByUs = name === "by-reference";
  const charge = isNamedByUs ? byReference(given.book, action) : given.book.charges.get(name);
  if (!charge) return notFound;
  if (method === "GET") return { status: 200, json: shown(given, charge) };
  if (action !== "refunds") return notFound;
  if (given.troubles.forget > 0) {
    given.troubles.forget -= 1;
    return { status: 201, json: shown(given, charge) };
  }
  const fault = given.actions.refund(charge, order.reference ?? "", order.amount ?? "0");
  return fault === null
    ? { status: 201, json: shown(given, charge) }
    : { status: 422, json: { code: fault } };
}

function troubleOf(troubles: Troubles, method: string): Answer | null {
  if (troubles.fail > 0) {
    troubles.fail -= 1;
    return { status: 503, json: { code: "try_later" } };
  }
  if (method !== "POST" || troubles.refuse === 0) return null;
  troubles.refuse -= 1;
  return { status: 422, json: { code: "refused" } };
}

function answerAboutPayouts(book: Book, method: string, name: string, order: Order): Answer {
  if (method === "POST" && name === "") return sendPayout(book, order);
  const payout = book.payouts.get(name);
  return payout ? { status: 200, json: payout } : notFound;
}

/** The same reference twice is the same charge: a merchant asks again when it did not hear the answer. */
function createCharge(given: Surroundings, order: Order): Answer {
  const { book } = given;
  const known = byReference(book, order.reference ?? "");
  if (known) return { status: 200, json: shown(given, known) };
  const charge: SandboxCharge = {
    id: newId("ch"),
    reference: order.reference ?? "",
    amount: order.amount ?? "0",
    currency: order.currency ?? "",
    description: order.description ?? "",
    return_url: order.return_url ?? "",
    expires_at: order.expires_at ?? "",
    status: "PENDING",
    refunded_amount: "0",
    charged_back_amount: "0",
    settled: false,
    failure_reason: null,
    refunds: [],
  };
  book.charges.set(charge.id, charge);
  book.save();
  return { status: 201, json: shown(given, charge) };
}

function sendPayout(book: Book, order: Order): Answer {
  const known = [...book.payouts.values()].find(({ reference }) => reference === order.reference);
  if (known) return { status: 200, json: known };
  const payout: SandboxPayout = {
    id: newId("po"),
    reference: order.reference ?? "",
    amount: order.amount ?? "0",
    currency: order.currency ?? "",
    account_number: order.account_number ?? "",
    status: "SENT",
    failure_reason: null,
  };
  book.payouts.set(payout.id, payout);
  book.save();
  return { status: 201, json: payout };
}

function byReference(book: Book, reference: string): SandboxCharge | undefined {
  return [...book.charges.values()].find((charge) => charge.reference === reference);
}

/** A charge runs out when it is looked at after its time, as banks do it. */
function shown({ book, url }: Surroundings, charge: SandboxCharge) {
  if (charge.status === "PENDING" && Date.parse(charge.expires_at) < Date.now()) {
    charge.status = "EXPIRED";
    book.save();
  }
  const payUrl = `${url}/pay/${charge.id}`;
  return { ...charge, qr_string: payUrl, pay_url: payUrl };
}
