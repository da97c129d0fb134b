import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { createMoney } from "../support/money.ts";
import { openReceiver, type Received, type Receiver } from "../support/receiver.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
const money = createMoney(site.api);
afterAll(() => site.close());
const patient = { timeout: 40_000, interval: 50 };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => receiver.close());

async function endpoint(wanted: Record<string, unknown>) {
  const body = { url: receiver.url, audience: "ALL", ...wanted };
  const made = await site.api.post("/v1/webhooks/endpoints", body);
  expect(made.status).toBe(201);
  return { ref: String(made.body.endpoint_ref), secret: String(made.body.secret) };
}

const typeOf = ({ body }: Received) => JSON.parse(body).type;
const about = (ref: string) => receiver.received.filter(({ body }) => body.includes(ref));

it("brings a transfer to a receiver by itself, signed and in the trace of its request", async () => {
  const { secret } = await endpoint({ event_types: ["transaction.completed"] });
  const [ana, budi] = [await money.funded(), await money.open()];
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const sent = await site.api.post(
    "/v1/transactions/transfer",
    { source_wallet_ref: ana, destination_wallet_ref: budi, amount: "2500", currency: "IDR" },
    { "idempotency-key": "told-transfer", traceparent: `00-${trace}-00f067aa0ba902b7-01` },
  );
  const ref = String(sent.body.transaction_ref);
  await expect.poll(() => about(ref).length, patient).toBe(1);
  const [told] = about(ref);
  const headers = told?.headers as Record<string, string>;
  expect(new Webhook(secret).verify(told?.body ?? "", headers)).toMatchObject({
    type: "transaction.completed",
    subject: ref,
  });
  expect(headers.traceparent).toMatch(new RegExp(`^00-${trace}-`));
});

it("comes again by its alarm to a receiver that was away", async () => {
  const { ref } = await endpoint({ event_types: ["wallet.opened"] });
  receiver.answer({ status: 503 });
  const tried = await site.api.post(`/v1/webhooks/endpoints/${ref}/test`, {});
  await expect.poll(() => receiver.received.length, patient).toBe(1);
  receiver.answer({});
  await expect.poll(() => receiver.received.length, patient).toBe(2);
  await expect
    .poll(async () => {
      const read = await site.api.get(`/v1/webhooks/deliveries/${tried.body.delivery_ref}`);
      return [read.body.status, read.body.attempts];
    }, patient)
    .toEqual(["DELIVERED", 2]);
});

it("announces a balance that has come to meet a condition, to whoever watches it", async () => {
  await endpoint({ event_types: ["balance_monitor.*"] });
  const wallet = await money.funded();
  const watched = await site.api.post("/v1/webhooks/balance-monitors", {
    wallet_ref: wallet,
    measure: "AVAILABLE",
    operator: "<",
    threshold: "5000",
    currency: "IDR",
  });
  expect(watched.status).toBe(201);
  const budi = await money.open();
  expect((await money.transfer(wallet, budi, "6000")).status).toBe(201);
  const triggered = () =>
    about(String(watched.body.monitor_ref)).filter(
      (message) => typeOf(message) === "balance_monitor.triggered",
    );
  await expect.poll(() => triggered().length, patient).toBe(1);
});

it("lets a hook of the operator forbid a transfer, within seconds of its registration", async () => {
  const [ana, budi] = [await money.funded(), await money.open()];
  receiver.answer({ body: '{"allow":false,"reason":"Not today"}' });
  const hook = await site.api.post("/v1/hooks", {
    name: "No transfers",
    type: "PRE_TRANSACTION",
    url: receiver.url,
  });
  expect(hook.status).toBe(201);
  await expect
    .poll(async () => (await money.transfer(ana, budi, "1")).body.code, patient)
    .toBe("transaction_vetoed");
  const gone = await site.api.delete(`/v1/hooks/${hook.body.hook_ref}`);
  expect(gone.status).toBe(200);
  await expect.poll(async () => (await money.transfer(ana, budi, "1")).status, patient).toBe(201);
});
