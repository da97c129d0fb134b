// What is asked all the time by those who carry events on, and what people ask of what became of them.
import {
  get,
  type NamedCall,
  type Places,
  page,
  period,
  type Question,
  recorded,
} from "./questions.ts";

/** Where the outbox is read from: its middle, or behind everything that was there before the questions were asked. */
export type OutboxPlaces = {
  readonly middleXid: string;
  readonly middle: string;
  readonly lastXid: string;
  readonly last: string;
};

const nowhere = "00000000000000000000000000";

function call(name: string, sql: string, parameters: readonly unknown[] = []): NamedCall {
  return { name, sql, parameters };
}

export const relayRead = (xid: string, ref: string): NamedCall =>
  call("relay_read", "select * from platform.relay_read($1::text::xid8, $2, 1000)", [xid, ref]);

/** What the relay and the sweep ask, ten times a second when there is something to do. */
export function relayQuestions({ middleXid, middle, lastXid, last }: OutboxPlaces): NamedCall[] {
  return [
    call("relay_positions_of", "select * from platform.relay_positions_of($1::text[])", [["new"]]),
    { ...relayRead(middleXid, middle), name: "relay_read from the middle" },
    { ...relayRead(lastXid, last), name: "relay_read from the end" },
    call(
      "relay_move",
      "select * from platform.relay_move($1::text[], $2::bigint[], '0'::xid8, $3, $4::text::xid8, $5)",
      [["new"], [1], nowhere, middleXid, middle],
    ),
    call("relay_is_held", "select platform.relay_is_held()"),
    call("horizon", "select platform.horizon()"),
    call("event_metrics", "select platform.event_metrics()"),
    call("sweep_events", "select platform.sweep_events('audit', null, 1000)"),
    call("due_events", "select * from platform.due_events('audit', 200)"),
  ];
}

/** Events that a group has not met, and the same once more; then what another store is told of a wallet that is new. */
export function consumingQuestions(events: readonly string[]): NamedCall[] {
  const batch = `[${events.join(",")}]`;
  const taking = ["readmodels", "webhooks", "audit"].flatMap((group) =>
    ["consume", "consume again"].map((name) =>
      call(`${group}: ${name}`, `select ${group}.consume($1::json)`, [batch]),
    ),
  );
  const known = "select readmodels.transactions_of($1::text[])";
  return [...taking, call("readmodels: transactions_of", known, [[nowhere]])];
}

export function sendingQuestions(): NamedCall[] {
  const next = "select webhooks.next_deliveries($1::jsonb, 5) as taken";
  return [call("next_deliveries", next, ["[]"]), call("next_deliveries again", next, ["[]"])];
}

/** What the outcome of those who sent looks like. */
export function settlingQuestion(deliveryRefs: readonly string[]): NamedCall {
  const outcomes = deliveryRefs.map((delivery_ref) => ({
    ...{ delivery_ref, attempt: 1, result: "DELIVERED", attempted_at: "2026-11-01T00:00:00Z" },
    ...{ duration_ms: 5, url: "https://shop.example.com/saku", request_headers: {} },
    ...{ response_status: 200, response_headers: {}, error: null, retry_after_s: null },
  }));
  const parameters = [JSON.stringify(outcomes)];
  return call(
    "next_deliveries with outcomes",
    "select webhooks.next_deliveries($1::jsonb, 5)",
    parameters,
  );
}

/** What a wallet's owner and whoever follows one thing ask of what events have left. */
export function followingQuestions({ wallet, hot, transaction, owner }: Places): Question[] {
  return [
    ...[wallet, hot].flatMap((ref) => [
      get(`/v1/wallets/${ref}/history?${page}`),
      get(`/v1/wallets/${ref}/history?${page}&mutation_type=CREDIT`),
      get(`/v1/wallets/${ref}/snapshots?${page}`),
      get(`/v1/wallets/${ref}/balance?consistency=eventual`),
    ]),
    get(`/v1/wallets/${wallet}/history?${page}`, { owner, name: "history of a customer" }),
    get(`/v1/audit/logs?${page}`),
    get(`/v1/audit/logs?${page}&entity_ref=${transaction}`),
    get(`/v1/audit/logs?${page}&actor_ref=${owner}`),
    get(`/v1/audit/logs?${page}&trace_id=${"0".repeat(32)}`),
    get(`/v1/audit/logs?${page}&event_type=transaction.completed`),
    get(`/v1/audit/logs?${page}&event_type=wallet.frozen`),
    get(`/v1/audit/logs?${page}&from=2026-09-01T00:00:00Z&to=2026-09-02T00:00:00Z`),
    get(`/v1/analytics/ledger-entries?${page}&wallet_ref=${wallet}`),
    get(`/v1/analytics/transactions?${page}`),
    get(`/v1/analytics/daily-summary?date=2026-07-01`),
    get("/v1/admin/dead-letters"),
  ];
}

/** What operators and auditors may ask besides. */
export function analysingQuestions(places: Places): Question[] {
  const { wallet, hot, account, hotAccount, world, journal } = places;
  return [
    ...["context=wallets", "outcome=FAILED", "outcome=DENIED", "entity_type=wallet"].map((filter) =>
      get(`/v1/audit/logs?${page}&${filter}`),
    ),
    ...[account, hotAccount, world].flatMap((ref) =>
      ["", recorded, "entry_type=CREDIT", "currency=USD"].map((filter) =>
        get(`/v1/analytics/ledger-entries?${page}&account_ref=${ref}&${filter}`),
      ),
    ),
    ...["", `journal_ref=${journal}`, "entry_type=CREDIT", "currency=USD", recorded].map((filter) =>
      get(`/v1/analytics/ledger-entries?${page}&${filter}`),
    ),
    ...[
      ...["type=TRANSFER", "type=EXCHANGE", "status=FAILED", "currency=USD", recorded],
      ...[`wallet_ref=${wallet}`, `wallet_ref=${hot}`],
    ].map((filter) => get(`/v1/analytics/transactions?${page}&${filter}`)),
    get("/v1/admin/dead-letters?status=DEAD"),
    get("/v1/admin/dead-letters?group=webhooks"),
    get(`/v1/wallets/${hot}/history?${page}&from=${period.split(/[=&]/)[1]}`),
  ];
}
