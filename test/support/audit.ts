import type { ArchiveStore } from "../../src/platform/archive-store.ts";
import type { PublishedEvent } from "../../src/platform/published-event.ts";
import type { Bank } from "./bank.ts";
import { queryAs } from "./database.ts";

/** What the outbox holds, as it is sent, oldest first. */
export async function publishedEvents({ ownerUrl }: Bank): Promise<PublishedEvent[]> {
  const rows = await queryAs<{ event: PublishedEvent }>(
    ownerUrl,
    `select platform.cloud_event(
       event_ref, event_type, aggregate_type, aggregate_ref, sequence, created_at, traceparent, payload
     ) as event
     from platform.outbox_events order by transaction_xid, event_ref`,
  );
  return rows.map(({ event }) => event);
}

/** Hands events to the log as its queue does. */
export async function consumeAll(bank: Bank, events?: readonly PublishedEvent[]): Promise<number> {
  const [row] = await queryAs<{ entries: number }>(
    bank.appUrl,
    "select (audit.consume($1) ->> 'entries')::integer as entries",
    [JSON.stringify(events ?? (await publishedEvents(bank)))],
  );
  return row?.entries ?? 0;
}

/** A bucket in memory that compares hashes as R2 does, and can be made to fail. */
export function archiveInMemory() {
  const objects = new Map<string, { content: string; sha256: string }>();
  const state = { failAfter: Number.POSITIVE_INFINITY };
  const store: ArchiveStore = {
    put: async (key, content, sha256) => {
      if (state.failAfter <= 0) throw new Error("The bucket is away.");
      state.failAfter -= 1;
      objects.set(key, { content, sha256 });
    },
    hashOf: async (key) => objects.get(key)?.sha256 ?? null,
    read: async (key) => objects.get(key)?.content ?? null,
  };
  return { store, objects, state };
}

/** Does to the log what only somebody can who is above every trigger. */
export async function tamper(
  { ownerUrl }: Bank,
  statement: string,
  values: readonly unknown[] = [],
): Promise<void> {
  await queryAs(ownerUrl, "alter table audit.audit_logs disable trigger user");
  await queryAs(ownerUrl, "alter table audit.seals disable trigger user");
  await queryAs(ownerUrl, statement, values);
  await queryAs(ownerUrl, "alter table audit.audit_logs enable trigger user");
  await queryAs(ownerUrl, "alter table audit.seals enable trigger user");
}
