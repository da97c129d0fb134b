// The API as a client spells it: requests by their routes, and what a response says about them.
import type { BalanceTold, Outcome, Reply, Request } from "./history.ts";

export type Spelled = { readonly path: string; readonly body: Readonly<Record<string, unknown>> };

export const currency = "IDR";

export function spell(request: Request): Spelled {
  if ("wallet" in request) {
    const path = `/v1/wallets/${request.wallet}/${request.kind}`;
    return { path, body: request.kind === "freeze" ? { mode: "ALL" } : {} };
  }
  if (request.kind === "move") return spellMove(request);
  const { kind, original, amount, isFinal } = request;
  const body = {
    ...(amount !== null && { amount: `${amount}` }),
    ...(kind === "capture" && { final: isFinal }),
  };
  return { path: `/v1/transactions/${original}/${kind}`, body };
}

function spellMove({
  from,
  to,
  amount,
  isHold,
  expiresAtMs,
}: Extract<Request, { kind: "move" }>): Spelled {
  const money = { amount: `${amount}`, currency };
  const promise = {
    ...(isHold && { hold: true }),
    ...(expiresAtMs !== null && { expires_at: new Date(expiresAtMs).toISOString() }),
  };
  if (from === null) return { path: "/v1/transactions/topup", body: { wallet_ref: to, ...money } };
  if (to === null) {
    return { path: "/v1/transactions/withdraw", body: { wallet_ref: from, ...money, ...promise } };
  }
  const sides = { source_wallet_ref: from, destination_wallet_ref: to };
  return { path: "/v1/transactions/transfer", body: { ...sides, ...money, ...promise } };
}

/** An item of a bulk request, which is a route's body with its type. */
export function spellItem(
  request: Request,
  key: string,
  chain: string | null,
): Record<string, unknown> {
  const { path, body } = spell(request);
  const type = { topup: "TOPUP", withdraw: "WITHDRAWAL", transfer: "TRANSFER" }[
    path.split("/").at(-1) as "topup" | "withdraw" | "transfer"
  ];
  return { idempotency_key: key, type, ...(chain !== null && { chain }), ...body };
}

type Fields = Readonly<Record<string, unknown>>;

// Answers that say "not now", and nothing about what became of the request.
const passing = ["concurrent_request", "lane_busy", "database_unavailable", "rate_limited"];
// A promise that ended without a payment was made all the same. Whoever comes too late to it is refused in the same words.
const endsOfHolds = ["hold_voided", "hold_expired"];
const acts = ["CAPTURE", "VOID", "REVERSAL"];
// What a workload never means to send; to be told so is a fault of the workload or of the server.
const unmeant = ["validation_failed", "unauthorized", "forbidden", "not_found"];

/** What a status and a body mean. A 5xx promises nothing: it may have happened, and it may not. */
export function replyOf(status: number, fields: Fields, text: string): Reply {
  if (status >= 500 || status === 429) return { kind: "unknown", why: `answered ${status}` };
  if (status >= 400) {
    const code = String(fields.code);
    if (passing.includes(code)) return { kind: "unknown", why: code };
    if (unmeant.includes(code)) throw new Error(`A workload was answered ${status}: ${text}`);
    // A problem names the request that it answers and the host that was asked, which differ in a replay.
    const { instance: _instance, type, ...problem } = fields;
    const kind = new URL(String(type)).pathname;
    return { kind: "refused", code, text: JSON.stringify({ kind, ...problem }) };
  }
  const ref = fields.transaction_ref;
  if (status === 202) return { kind: "accepted", transactionRef: String(ref) };
  return {
    kind: "ok",
    transactionRef: typeof ref === "string" ? ref : null,
    amount: typeof fields.amount === "string" ? BigInt(fields.amount) : 0n,
    balances: Array.isArray(fields.balances) ? fields.balances.map(balanceOf) : [],
    text,
  };
}

/** What became of a transaction that was read, or nothing when it is still to be done. */
export function outcomeOf(fields: Fields): Omit<Outcome, "key" | "returnedAtMs"> | undefined {
  if (fields.status === "INIT") return undefined;
  const { code } = (fields.failure ?? {}) as Fields;
  const isEnd = endsOfHolds.includes(String(code)) && !acts.includes(String(fields.type));
  const refusal = typeof code === "string" && !isEnd ? code : null;
  const transactionRef = String(fields.transaction_ref);
  return { transactionRef, refusal, amount: BigInt(String(fields.amount)) };
}

export function balanceOf(fields: Fields): BalanceTold {
  return {
    wallet: String(fields.wallet_ref),
    balance: BigInt(String(fields.balance)),
    available: BigInt(String(fields.available)),
    version: BigInt(String(fields.version)),
  };
}

/** The results of a bulk request, in the order of its items. */
export function bulkRepliesOf(fields: Fields): Reply[] {
  const results = Array.isArray(fields.results) ? fields.results : [];
  return results.map((result: { status: number; transaction?: Fields; problem?: Fields }) => {
    const item = result.transaction ?? result.problem ?? {};
    return replyOf(result.status, item, JSON.stringify(item));
  });
}
