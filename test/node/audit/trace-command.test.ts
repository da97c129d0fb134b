// One request, followed from its traceparent through lane, outbox and queues to the webhook that told of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { consumeEvents } from "../../../src/platform/consume-events.ts";
import { eventsOf } from "../../../src/platform/event-bundles.ts";
import { relayEvents } from "../../../src/platform/relay.ts";
import { consumerGroups } from "../../../src/subscriptions.ts";
import { operator, write } from "../../support/bank.ts";
import { testOperatorKey } from "../../support/bindings.ts";
import { openBroker } from "../../support/broker.ts";
import { openSite } from "../../support/matrix/site.ts";
import { createMover } from "../../support/mover.ts";

const script = join(import.meta.dirname, "../../../scripts/trace.ts");
const traceId = "0af7651916cd43dd8448eb211c80319c";
const site = await openSite();
const { bank } = site;

const told: IncomingHttpHeaders[] = [];
const receiver = createServer((request, response) => {
  told.push(request.headers);
  request.resume().on("end", () => response.writeHead(204).end());
});

beforeAll(async () => {
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
});
afterAll(() => receiver.close());

it("prints the way of a transfer from its request to the webhook, in one trace", async () => {
  await bank.webhooks.createEndpoint(operator, {
    write: write(),
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    description: null,
    audience: "ALL",
    eventTypes: ["transaction.*"],
    isOrdered: false,
  });
  const { wallet_ref: source } = await bank.openWallet();
  const { wallet_ref: destination } = await bank.openWallet();
  await createMover(bank.transactions).topUp({
    wallet_ref: source,
    amount: "10",
    currency: "IDR",
  });

  await bank.webhooks.createMonitor(operator, {
    ...{ write: write(), walletRef: source, measure: "AVAILABLE", operator: "<" },
    ...{ threshold: 8n, hysteresis: 0n, currency: "IDR" },
  });
  const transactionRef = await transfer(source, destination);
  await deliverEverything();
  // What the monitor announced while it was told of the transfer.
  await deliverEverything();

  const [, webhook] = told.map(({ traceparent }) => String(traceparent));
  expect(webhook).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  const { code, out } = await trace(transactionRef);
  expect(code).toBe(0);
  const lines = out.trimEnd().split("\n");
  expect(lines[0]).toBe(`trace ${traceId}`);
  const hops = [
    /\+0 ms {2}request read by the Worker +about /,
    /ms {2}transaction.completed committed +event .*, about /,
    /ms {2}balance_monitor.triggered committed +event .*, about /,
    /ms {2}queue: taken by webhooks +endpoint /,
    /ms {2}queue: taken by audit +event /,
    /taken by audit[\s\S]*taken by audit/,
    new RegExp(
      `ms {2}webhook attempt 1 +endpoint .*, 204 in \\d+ ms, span ${webhook?.slice(36, 52)}`,
    ),
  ];
  expect(lines).toHaveLength(1 + hops.length);
  for (const hop of hops) expect(out).toMatch(hop);
  expect((await trace(traceId)).out).toBe(out);
});

it("says that it knows nothing, and what it wants to be told", async () => {
  const unknown = await trace("01JD3Z8K4M6N7P8Q9R0S1T2V3W");
  expect(unknown).toMatchObject({ code: 1, out: "" });
  expect(unknown.fault).toContain("Nothing is known of a trace");
  expect((await trace("")).code).toBe(1);
});

/** By way of HTTP, as a client that has begun a trace itself. */
async function transfer(source: string, destination: string): Promise<string> {
  const response = await site.send("/v1/transactions/transfer", {
    method: "POST",
    headers: {
      authorization: `Bearer ${testOperatorKey}`,
      "content-type": "application/json",
      "idempotency-key": "followed",
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({
      source_wallet_ref: source,
      destination_wallet_ref: destination,
      amount: "4",
      currency: "IDR",
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { transaction_ref: string }).transaction_ref;
}

/** What the relay, the queues and the senders do in the Worker. */
async function deliverEverything(): Promise<void> {
  const broker = openBroker();
  const deps = { database: bank.database, report: () => undefined };
  const relay = () => relayEvents({ ...deps, groups: consumerGroups, send: broker.send });
  // Other tests' transactions, in databases beside this one, may hold events up for a moment.
  while ((await relay()).state === "held") await sleep(20);
  for (const group of consumerGroups) {
    await consumeEvents(deps, group, broker.bundlesOf(group).flatMap(eventsOf));
  }
  await bank.webhooks.deliverDue();
}

async function trace(wanted: string) {
  const child = spawn(process.execPath, [script, wanted, "--database-url", bank.ownerUrl]);
  const [out, fault] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, out, fault };
}
