// What must stay quick for those who carry events on, in the order in which it happens.
import type { Call, ExplainedBank } from "./bank.ts";
import {
  consumingQuestions,
  type OutboxPlaces,
  relayQuestions,
  relayRead,
  sendingQuestions,
  settlingQuestion,
} from "./event-questions.ts";
import type { NamedCall } from "./questions.ts";

type Ask = (call: NamedCall) => Promise<Readonly<Record<string, unknown>>>;

/** Asks what the relay, the groups and those who send ask. New events are what the other questions have made. */
export async function askEvents(bank: ExplainedBank, ask: Ask): Promise<void> {
  const outbox = await outboxPlacesOf(bank);
  for (const question of relayQuestions(outbox)) await ask(question);
  const rows = await rowsOf(bank, relayRead(outbox.lastXid, outbox.last));
  const events = rows.map(({ event }) => String(event));
  for (const question of consumingQuestions(events)) await ask(question);
  for (const question of sendingQuestions()) {
    const body = await ask(question);
    await ask(settlingQuestion(deliveriesIn(body)));
  }
}

async function outboxPlacesOf(bank: ExplainedBank): Promise<OutboxPlaces> {
  const placed = "transaction_xid::text as xid, event_ref as ref from platform.outbox_events";
  const order = "order by transaction_xid desc, event_ref desc limit 1";
  const sql = `
    select * from (select ${placed} where transaction_xid < '250' ${order}) as middle (middle_xid, middle),
      (select ${placed} where transaction_xid <= '503' ${order}) as last (last_xid, last)`;
  const [row] = await rowsOf(bank, { sql, parameters: [] });
  return {
    ...{ middleXid: String(row?.middle_xid), middle: String(row?.middle) },
    ...{ lastXid: String(row?.last_xid), last: String(row?.last) },
  };
}

async function rowsOf(bank: ExplainedBank, call: Call) {
  const { body } = await bank.ask(call);
  return body.rows as readonly Readonly<Record<string, unknown>>[];
}

function deliveriesIn(body: Readonly<Record<string, unknown>>): string[] {
  const [row] = body.rows as readonly {
    readonly taken: { readonly deliveries: readonly { readonly delivery_ref: string }[] };
  }[];
  return (row?.taken.deliveries ?? []).map(({ delivery_ref }) => delivery_ref);
}
