import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import type { OutboxRelay } from "../../durable-objects/outbox-relay.ts";
import { runSchedule } from "../../src/schedules.ts";
import { consumerGroups } from "../../src/subscriptions.ts";
import { servicesOfWorker } from "../../src/worker-services.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient, type Send } from "../support/http.ts";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";
import { openWire } from "../support/wire.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const api = createClient(send, testOperatorKey);
const money = createMoney(api);
const patient = { timeout: 40_000, interval: 100 };

vi.spyOn(console, "log").mockImplementation(() => undefined);
const wire = openWire();
afterEach(() => wire.mend());

type Status = {
  readonly group: string;
  readonly sent: number;
  readonly consumed: number;
  readonly waiting: number;
  readonly relay_lag_ms: number;
};

async function status(): Promise<Status[]> {
  return (await api.get("/v1/admin/events")).body.groups as Status[];
}

/** Everything was sent, and every group has taken what it was sent. */
async function untilQuiet(): Promise<Status[]> {
  await expect
    .poll(async () => {
      const groups = await status();
      const quiet = groups.filter(
        ({ relay_lag_ms, waiting }) => relay_lag_ms === 0 && waiting === 0,
      );
      return quiet.length;
    }, patient)
    .toBe(consumerGroups.length);
  return status();
}

const relayObject = () => env.RELAY.getByName("relay");
const alarmAt = () =>
  runInDurableObject<OutboxRelay, number | null>(relayObject(), (_relay, { storage }) =>
    storage.getAlarm(),
  );

it("brings what was committed to every group by itself", async () => {
  const wallet = await money.open();
  expect((await money.topUp(wallet, "1000")).status).toBe(201);
  for (const { sent, consumed } of await untilQuiet()) {
    expect(sent).toBeGreaterThanOrEqual(2);
    expect(consumed).toBe(sent);
  }
});

it("goes on by its alarm after the database was away, and after it was lost itself", async () => {
  await money.open();
  await untilQuiet();
  const before = await status();
  wire.cut(/relay_/);
  await money.open();
  await expect.poll(alarmAt, patient).not.toBeNull();
  wire.mend();
  await abortAllDurableObjects();
  await runDurableObjectAlarm(relayObject());
  const after = await untilQuiet();
  for (const { group, sent } of after) {
    const known = before.find((one) => one.group === group)?.sent ?? 0;
    expect(sent, group).toBeGreaterThan(known);
  }
});

it("comes with the cron to what nobody told it of", async () => {
  await money.open();
  const before = await untilQuiet();
  await abortAllDurableObjects();
  await runInDurableObject<OutboxRelay, void>(relayObject(), (_relay, { storage }) =>
    storage.deleteAlarm(),
  );
  // Whoever committed this was lost before it told anybody.
  const { database } = servicesOfWorker(env);
  const intent = {
    ...{ scope: newRef(), event_ref: newRef(), key: "lost", operation: "wallets.open" },
    request_hash: "0".repeat(64),
  };
  const command = {
    ...{ wallet_ref: newRef(), account_ref: newRef(), owner_ref: newRef(), type: "CASH" },
    ...{ currency: "IDR", name: "Lost", slug: "lost" },
  };
  await database.sql`select wallets.open_wallet(${JSON.stringify(intent)}::jsonb, ${JSON.stringify(command)}::jsonb)`;
  expect(await alarmAt()).toBeNull();
  for (const { relay_lag_ms } of await status()) expect(relay_lag_ms).toBeGreaterThan(0);

  await runSchedule("* * * * *", servicesOfWorker(env));
  for (const { group, sent } of await untilQuiet()) {
    expect(sent, group).toBeGreaterThan(before.find((one) => one.group === group)?.sent ?? 0);
  }
});
