// Receivers are strangers: what they do, or do not, costs nobody else anything, and leads us nowhere.
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Caller } from "../../../src/platform/caller.ts";
import { type Bank, newOwner, openTestBank, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openReceiver, type Receiver } from "../../support/receiver.ts";
import { addEndpoint, hurry, tellWebhooks, webhooksOf } from "../../support/webhooks.ts";

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await openTestBank();
});
beforeEach(async () => {
  receiver = await openReceiver();
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_endpoints set status = 'DISABLED', disabled_reason = 'OWNER' where status = 'ENABLED'",
  );
  await queryAs(
    bank.ownerUrl,
    "select webhooks.end_deliveries(id) from webhooks.webhook_endpoints",
  );
});
afterEach(async () => receiver.close());

async function endpointAt(url: string, owner: Caller = newOwner()) {
  const endpoint = await addEndpoint(bank.webhooks, owner, { url, eventTypes: ["wallet.opened"] });
  const { result } = await bank.webhooks.testEndpoint(owner, {
    write: write(),
    endpointRef: endpoint.endpoint_ref,
  });
  const read = () => bank.webhooks.getDelivery(owner, result.delivery_ref);
  const standing = () => bank.webhooks.getEndpoint(owner, endpoint.endpoint_ref);
  return { owner, endpoint, deliveryRef: result.delivery_ref, read, standing };
}

const minutesUntil = (moment: string | null) =>
  (new Date(moment ?? "").getTime() - Date.now()) / 60_000;

async function giveUpSoon(endpointRef: string, timeoutMs: number) {
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_endpoints set timeout_ms = $2 where endpoint_ref = $1",
    [endpointRef, timeoutMs],
  );
}

it("tries again what was answered 500, later each time, and gives up in the end", async () => {
  const { owner, deliveryRef, read, standing } = await endpointAt(receiver.url);
  receiver.answer({ status: 500 });
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    await hurry(bank);
    await bank.webhooks.deliverDue();
    const { next_attempt_at } = await read();
    if (next_attempt_at !== null) waits.push(minutesUntil(next_attempt_at));
  }
  const expected = [5 / 60, 5, 30, 120, 300, 600, 600];
  expect(waits).toHaveLength(expected.length);
  for (const [index, wait] of waits.entries()) {
    expect(Math.abs(wait - (expected[index] ?? 0))).toBeLessThan(0.5);
  }
  const ended = await read();
  expect(ended).toMatchObject({ status: "FAILED", attempts: 8, last_status: 500 });
  expect(ended.log).toHaveLength(8);
  expect((await standing()).failing_since).not.toBeNull();

  // Mended, it is told again from the beginning, under the same name.
  receiver.answer({});
  await bank.webhooks.replayDelivery(owner, { write: write(), deliveryRef });
  await hurry(bank);
  await bank.webhooks.deliverDue();
  expect(await read()).toMatchObject({ status: "DELIVERED", attempts: 9 });
  expect((await standing()).failing_since).toBeNull();
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

it.each([
  ["in seconds", () => "3600", 60],
  ["as a moment", () => new Date(Date.now() + 3_600_000).toUTCString(), 60],
  ["sooner than it would anyway", () => "0", 5 / 60],
  ["in words that mean nothing", () => "later", 5 / 60],
  ["for longer than a day", () => "999999999", 24 * 60],
])("comes no sooner than a receiver asks for, %s", async (_how, retryAfter, minutes) => {
  const { read } = await endpointAt(receiver.url);
  receiver.answer({ status: 429, headers: { "retry-after": retryAfter() } });
  await bank.webhooks.deliverDue();
  const delivery = await read();
  expect(Math.abs(minutesUntil(delivery.next_attempt_at) - minutes)).toBeLessThan(0.5);
});

it("follows no redirect", async () => {
  const inside = await openReceiver();
  const { read } = await endpointAt(receiver.url);
  receiver.answer({ status: 302, headers: { location: inside.url } });
  await bank.webhooks.deliverDue();
  expect(inside.received).toEqual([]);
  const { status, last_status, last_error } = await read();
  expect({ status, last_status }).toEqual({ status: "PENDING", last_status: 302 });
  expect(last_error).toMatch(/redirects are not followed/);
  await inside.close();
});

it("gives up on a receiver that hangs, and keeps nobody waiting for it", async () => {
  const hanging = await endpointAt(receiver.url);
  await giveUpSoon(hanging.endpoint.endpoint_ref, 3_000);
  const other = await openReceiver();
  const answering = await endpointAt(other.url);
  let answeredAt = 0;
  receiver.answer({ afterMs: Number.POSITIVE_INFINITY });
  other.answer(() => {
    answeredAt = Date.now();
    return {};
  });
  await bank.webhooks.deliverDue();
  const endedAt = Date.now();
  expect((await answering.read()).status).toBe("DELIVERED");
  expect(endedAt - answeredAt).toBeGreaterThan(1_000);
  expect((await hanging.read()).last_error).toBe("No answer within 3000 ms.");
  await other.close();
});

it("does not read an answer that never ends", async () => {
  const { read } = await endpointAt(receiver.url);
  receiver.answer({ body: "x".repeat(20_000_000) });
  await bank.webhooks.deliverDue();
  expect((await read()).status).toBe("DELIVERED");
});

it("leaves alone an endpoint that fails, and asks it with one message whether it is well", async () => {
  const { owner, endpoint } = await endpointAt(receiver.url);
  for (let n = 0; n < 6; n += 1) {
    const input = { write: write(), endpointRef: endpoint.endpoint_ref };
    await bank.webhooks.testEndpoint(owner, input);
  }
  receiver.answer({ status: 503 });
  await bank.webhooks.deliverDue();
  // Five went out before the first answer came; the other two wait for the pause.
  expect(receiver.received).toHaveLength(5);
  await hurry(bank);
  await bank.webhooks.deliverDue();
  expect(receiver.received).toHaveLength(6);
});

it("disables an endpoint that has failed for five days, says so, and takes it back", async () => {
  const { owner, endpoint, read, standing } = await endpointAt(receiver.url);
  receiver.answer({ status: 500 });
  await bank.webhooks.deliverDue();
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_endpoints set failing_since = now() - interval '5 days 1 s' where endpoint_ref = $1",
    [endpoint.endpoint_ref],
  );
  await hurry(bank);
  await bank.webhooks.deliverDue();
  expect(await standing()).toMatchObject({ status: "DISABLED", disabled_reason: "FAILING" });
  expect((await read()).status).toBe("FAILED");
  expect(await bank.eventsOf(endpoint.endpoint_ref)).toContain("webhook_endpoint.disabled");

  const endpointRef = endpoint.endpoint_ref;
  const range = { from: "2020-01-01T00:00:00.000Z", until: "2100-01-01T00:00:00.000Z" };
  const replay = () =>
    bank.webhooks.replayRange(owner, {
      write: write(),
      endpointRef,
      ...range,
      status: "FAILED",
      after: undefined,
    });
  await expect(replay()).rejects.toMatchObject({ code: "webhook_endpoint_disabled" });
  await bank.webhooks.updateEndpoint(owner, {
    write: write(),
    endpointRef,
    expectedVersion: null,
    change: { status: "ENABLED" },
  });
  receiver.answer({});
  expect((await replay()).result).toMatchObject({ replayed: 1, next_after: null });
  await bank.webhooks.deliverDue();
  expect((await read()).status).toBe("DELIVERED");
});

it("goes never again to a receiver that says it is gone", async () => {
  const { standing, read } = await endpointAt(receiver.url);
  receiver.answer({ status: 410 });
  await bank.webhooks.deliverDue();
  expect(await standing()).toMatchObject({ status: "DISABLED", disabled_reason: "GONE" });
  expect((await read()).status).toBe("FAILED");
});

it.each(["https://127.0.0.1/hook", "https://[::ffff:10.0.0.1]/", "http://shop.example.com/"])(
  "registers nothing at %s",
  async (url) => {
    const abroad = webhooksOf(bank, { allowsLoopback: false });
    await expect(addEndpoint(abroad, newOwner(), { url })).rejects.toMatchObject({
      code: "webhook_url_refused",
    });
  },
);

it("sends nothing to a name that has come to lead to this machine since it was registered", async () => {
  const sent: string[] = [];
  let addresses: string[] = [];
  const webhooks = webhooksOf(bank, {
    allowsLoopback: false,
    resolveHost: async () => addresses,
    send: async (url) => {
      sent.push(String(url));
      return new Response(null, { status: 204 });
    },
  });
  const owner = newOwner();
  const tell = async (turned: string[]) => {
    const { endpoint_ref: endpointRef } = await addEndpoint(webhooks, owner, {
      url: "https://rebound.example.com/hook",
      eventTypes: ["wallet.opened"],
    });
    const { result } = await webhooks.testEndpoint(owner, { write: write(), endpointRef });
    addresses = turned;
    await webhooks.deliverDue();
    return webhooks.getDelivery(owner, result.delivery_ref);
  };
  const publicly = await tell(["93.184.215.14", "2606:2800:21f::1"]);
  expect(publicly.status).toBe("DELIVERED");
  for (const turned of [["127.0.0.1"], ["93.184.215.14", "::ffff:169.254.169.254"], []]) {
    const { status, last_error, log } = await tell(turned);
    expect(status).toBe("PENDING");
    expect(last_error).toMatch(/private address|no address/);
    expect(log).toMatchObject([{ attempt: 1, response_status: null }]);
  }
  expect(sent).toHaveLength(1);
});

it("tells nothing to whoever has lost the right to hear it", async () => {
  const { endpoint, owner } = await endpointAt(receiver.url);
  const suspended = JSON.stringify([
    {
      specversion: "1.0",
      id: write().newRef(),
      source: "saku",
      type: "user.suspended",
      subject: owner.ownerRef,
      aggregatetype: "user",
      time: new Date().toISOString(),
      sequence: 1,
      dataschema: "/events/user.suspended.json",
      datacontenttype: "application/json",
      data: { user_ref: owner.ownerRef },
    },
  ]);
  await queryAs(bank.appUrl, "select webhooks.consume($1::json)", [suspended]);
  await tellWebhooks(bank);
  await bank.webhooks.deliverDue();
  expect(receiver.received).toEqual([]);
  const standing = await bank.webhooks.getEndpoint(owner, endpoint.endpoint_ref);
  expect(standing).toMatchObject({ status: "DISABLED", disabled_reason: "AUTHORITY_LOST" });
});

it("takes an answer that broke behind its head for an answer", async () => {
  const broken = new ReadableStream({
    start: (controller) => controller.error(new Error("The connection was reset.")),
  });
  const webhooks = webhooksOf(bank, { send: async () => new Response(broken) });
  const { read } = await endpointAt(receiver.url);
  expect(await webhooks.deliverDue()).toMatchObject({ attempts: 1, delivered: 1 });
  expect((await read()).status).toBe("DELIVERED");
});

it("is told at once what is asked for again while an attempt fails", async () => {
  const { owner, deliveryRef, read } = await endpointAt(receiver.url);
  await queryAs(bank.appUrl, "select webhooks.next_deliveries('[]', 1)");
  await bank.webhooks.replayDelivery(owner, { write: write(), deliveryRef });
  const failed = {
    ...{ delivery_ref: deliveryRef, attempt: 1, result: "FAILED", url: receiver.url },
    ...{ attempted_at: new Date().toISOString(), duration_ms: 1, request_headers: {} },
    ...{ response_status: 500, response_headers: {}, error: "500", retry_after_s: null },
  };
  await queryAs(bank.appUrl, "select webhooks.next_deliveries($1::jsonb, 0)", [
    JSON.stringify([failed]),
  ]);
  expect(minutesUntil((await read()).next_attempt_at)).toBeLessThan(1);
});
