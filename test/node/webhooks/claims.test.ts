// Who is sent what at once, whoever sends.
import { beforeAll, beforeEach, expect, it } from "vitest";
import { type Bank, newOwner, openTestBank, operator } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openRival } from "../../support/rival.ts";
import { addEndpoint, hurry, tellWebhooks } from "../../support/webhooks.ts";

let bank: Bank;
beforeAll(async () => {
  bank = await openTestBank();
});
beforeEach(async () => {
  await queryAs(bank.ownerUrl, "delete from webhooks.webhook_deliveries");
  await queryAs(bank.ownerUrl, "update webhooks.webhook_endpoints set event_types = '{nothing.*}'");
});

type Claimed = { readonly delivery_ref: string; readonly attempt: number; readonly url: string };

/** Another sender asks for as much as there is, and tells nothing. */
async function claim(atMost = 20): Promise<Claimed[]> {
  const [row] = await queryAs<{ taken: { deliveries: Claimed[] } }>(
    bank.appUrl,
    "select webhooks.next_deliveries('[]', $1) as taken",
    [atMost],
  );
  return row?.taken.deliveries ?? [];
}

async function endpoint(path: string) {
  const url = `http://127.0.0.1:9/${path}`;
  const { endpoint_ref } = await addEndpoint(bank.webhooks, operator, {
    url,
    audience: "ALL",
    eventTypes: ["wallet.opened"],
  });
  return { ref: endpoint_ref, url };
}

async function openWallets(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await bank.openWallet({ owner: newOwner() });
  await tellWebhooks(bank);
}

it("has five deliveries on their way to an endpoint, however many senders ask", async () => {
  const slow = await endpoint("slow");
  await openWallets(12);
  const taken = (await Promise.all([claim(), claim(), claim()])).flat();
  expect(taken.map(({ url }) => url)).toEqual(Array(5).fill(slow.url));
  expect(await claim()).toEqual([]);

  // One who ends makes room for one, and a receiver that takes its time takes nothing from another.
  const outcome = {
    ...{ delivery_ref: taken[0]?.delivery_ref, attempt: 1, result: "DELIVERED", url: slow.url },
    ...{ attempted_at: new Date().toISOString(), duration_ms: 1, request_headers: {} },
    ...{ response_status: 200, response_headers: {}, error: null, retry_after_s: null },
  };
  const quick = await endpoint("quick");
  await openWallets(2);
  await queryAs(bank.appUrl, "select webhooks.next_deliveries($1, 0)", [JSON.stringify([outcome])]);
  expect((await claim()).map(({ url }) => url).toSorted()).toEqual([
    quick.url,
    quick.url,
    slow.url,
  ]);
});

it("asks an endpoint that fails with a single delivery, whoever asks", async () => {
  const { ref } = await endpoint("failing");
  await openWallets(3);
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_endpoints set failing_since = now(), failures = 1 where endpoint_ref = $1",
    [ref],
  );
  expect((await Promise.all([claim(), claim()])).flat()).toHaveLength(1);
});

it("gives back what a sender was lost with", async () => {
  await endpoint("lost");
  await openWallets(5);
  expect(await claim()).toHaveLength(5);
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_deliveries set held_until = now() - interval '1 s'",
  );
  await hurry(bank);
  const again = await claim();
  expect(again.map(({ attempt }) => attempt)).toEqual(Array(5).fill(2));
});

it("counts on, however often something was replayed", async () => {
  await endpoint("replayed");
  await openWallets(1);
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_deliveries set attempts = 32767, attempts_before = 32767",
  );
  expect((await claim()).map(({ attempt }) => attempt)).toEqual([32_768]);
});

it("looks at the endpoints that it is about, and not at all that there are", async () => {
  await endpoint("one of many");
  await queryAs(
    bank.ownerUrl,
    `insert into webhooks.webhook_endpoints (
       endpoint_ref, owner_ref, url, audience, event_types, is_ordered, sealed_secret, created_at, updated_at
     )
     select platform.new_ref(), platform.new_ref(), 'http://127.0.0.1:9/idle', 'OWN', '{}', false, 'sealed', now(), now()
     from generate_series(1, 5000)`,
  );
  await queryAs(bank.ownerUrl, "analyze webhooks.webhook_endpoints");
  await openWallets(3);
  await bank.openWallet({ owner: newOwner() });
  const rowsReadBy = async (statement: string, values: readonly unknown[]) => {
    const { done, end } = await openRival(bank.appUrl, async (client) => {
      await client.query(statement, [...values]);
      const { rows } = await client.query<{ rows: number }>(
        `select (seq_tup_read + idx_tup_fetch)::integer as rows from pg_stat_xact_user_tables
         where schemaname = 'webhooks' and relname = 'webhook_endpoints'`,
      );
      return rows[0]?.rows ?? -1;
    });
    await end("rollback");
    return done;
  };
  const claimed = await rowsReadBy("select webhooks.next_deliveries('[]', 20)", []);
  const [event] = await queryAs<{ text: string }>(
    bank.ownerUrl,
    "select event as text from platform.relay_read('0', repeat('0', 26), 100000) where event like '%wallet.opened%' order by transaction_xid::xid8 desc limit 1",
  );
  const noted = await rowsReadBy("select webhooks.consume($1)", [`[${event?.text}]`]);
  for (const rows of [claimed, noted]) {
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(100);
  }
});
