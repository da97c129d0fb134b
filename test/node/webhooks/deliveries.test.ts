import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { events } from "../../../src/catalogue.ts";
import { type Bank, newOwner, openTestBank, operator, write } from "../../support/bank.ts";
import { applied, createMover } from "../../support/mover.ts";
import { openReceiver, type Received, type Receiver } from "../../support/receiver.ts";
import { addEndpoint, hurry, tellWebhooks } from "../../support/webhooks.ts";

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await openTestBank();
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => receiver.close());

const idr = (amount: string) => ({ amount, currency: "IDR" });
const bodyOf = ({ body }: Received) => JSON.parse(body);

async function customer() {
  const owner = newOwner();
  const { wallet_ref: wallet } = await bank.openWallet({ owner });
  return { owner, wallet };
}

async function topUp(wallet_ref: string, amount = "1000") {
  return applied(await createMover(bank.transactions).topUp({ wallet_ref, ...idr(amount) }));
}

async function deliver() {
  await tellWebhooks(bank);
  return bank.webhooks.deliverDue();
}

it("sends what happened to a receiver that can check who sent it", async () => {
  const { owner, wallet } = await customer();
  await tellWebhooks(bank);
  const types = ["transaction.completed"];
  const endpoint = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
    eventTypes: types,
  });
  const { transaction_ref } = await topUp(wallet);
  await deliver();

  expect(receiver.received).toHaveLength(1);
  const [message] = receiver.received as [Received];
  const headers = message.headers as Record<string, string>;
  const verified = new Webhook(endpoint.secret).verify(message.body, headers);
  expect(verified).toMatchObject({
    specversion: "1.0",
    id: headers["webhook-id"],
    type: "transaction.completed",
    subject: transaction_ref,
    data: { transaction_ref, amount: "1000" },
  });
  const spec = events.find(({ type }) => type === "transaction.completed");
  expect(spec?.data.safeParse(bodyOf(message).data).error).toBeUndefined();
  const forger = new Webhook(`whsec_${Buffer.from("another secret").toString("base64")}`);
  expect(() => forger.verify(message.body, headers)).toThrow();
});

it("keeps the heads of what was sent and answered, and no body of a receiver", async () => {
  const { owner, wallet } = await customer();
  const { endpoint_ref } = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
    eventTypes: ["transaction.*"],
  });
  receiver.answer({
    body: "a body that nobody keeps",
    headers: { "x-shop": "open", "set-cookie": "session=1" },
  });
  await topUp(wallet);
  await deliver();
  const page = await bank.webhooks.listDeliveries(owner, {
    endpointRef: endpoint_ref,
    filters: { status: "DELIVERED" },
    limit: 10,
    cursor: undefined,
  });
  const delivery = await bank.webhooks.getDelivery(owner, page.rows[0]?.delivery_ref ?? "");
  expect(delivery.log).toHaveLength(1);
  expect(delivery.log[0]).toMatchObject({
    attempt: 1,
    response_status: 200,
    error: null,
    request_headers: { "webhook-id": delivery.event_ref },
    response_headers: { "x-shop": "open" },
  });
  expect(JSON.stringify(delivery)).not.toMatch(/nobody keeps|session=1/);
});

it("tells a customer of their own wallets alone, and never what another's holds", async () => {
  const [payer, payee, bystander] = [await customer(), await customer(), await customer()];
  await topUp(payer.wallet, "5000");
  await tellWebhooks(bank);
  for (const { owner } of [payer, payee, bystander]) {
    await addEndpoint(bank.webhooks, owner, { url: `${receiver.url}/${owner.ownerRef}` });
  }
  const body = {
    source_wallet_ref: payer.wallet,
    destination_wallet_ref: payee.wallet,
    ...idr("1200"),
  };
  applied(await createMover(bank.transactions).transfer(body, { caller: payer.owner }));
  await deliver();

  const told = (ref: string) =>
    receiver.received
      .filter(({ path }) => path.endsWith(ref))
      .map(bodyOf)
      .filter(({ type }) => type === "transaction.completed");
  expect(told(bystander.owner.ownerRef)).toEqual([]);
  for (const { owner, wallet } of [payer, payee]) {
    const [event] = told(owner.ownerRef);
    expect(event.data.legs.map((leg: { wallet_ref: string }) => leg.wallet_ref)).toEqual([wallet]);
  }
});

it("puts nothing before somebody that another only tried with their wallet", async () => {
  const [thief, victim] = [await customer(), await customer()];
  await tellWebhooks(bank);
  await addEndpoint(bank.webhooks, victim.owner, {
    url: receiver.url,
    eventTypes: ["transaction.*"],
  });
  const body = {
    source_wallet_ref: thief.wallet,
    destination_wallet_ref: victim.wallet,
    ...idr("99"),
  };
  const tried = await createMover(bank.transactions).transfer(body, { caller: thief.owner });
  expect(tried).toMatchObject({ code: "insufficient_funds" });
  await deliver();
  expect(receiver.received).toEqual([]);
});

it("lets only an operator be told everything, for as long as they are one", async () => {
  const { owner, wallet } = await customer();
  await expect(
    addEndpoint(bank.webhooks, owner, { url: receiver.url, audience: "ALL" }),
  ).rejects.toMatchObject({ code: "webhook_audience_too_wide" });
  await tellWebhooks(bank);
  const { endpoint_ref } = await addEndpoint(bank.webhooks, operator, {
    url: receiver.url,
    audience: "ALL",
    eventTypes: ["transaction.completed"],
  });
  await topUp(wallet);
  await deliver();
  expect(receiver.received).toHaveLength(1);
  expect(bodyOf(receiver.received[0] as Received).data.legs).toHaveLength(2);
  await bank.webhooks.deleteEndpoint(operator, { write: write(), endpointRef: endpoint_ref });
  await topUp(wallet);
  await deliver();
  expect(receiver.received).toHaveLength(1);
});

it("puts an event in line once, however often its message comes", async () => {
  const { owner, wallet } = await customer();
  await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
    eventTypes: ["transaction.completed"],
  });
  await topUp(wallet);
  const [first, second, third] = [
    await tellWebhooks(bank),
    await tellWebhooks(bank),
    await tellWebhooks(bank),
  ];
  expect([first?.deliveries, second?.deliveries, third?.deliveries]).toEqual([1, 0, 0]);
  await Promise.all([bank.webhooks.deliverDue(), bank.webhooks.deliverDue()]);
  expect(receiver.received).toHaveLength(1);
});

it("sends again what a lost sender had taken, and hears of no attempt twice", async () => {
  const { owner, wallet } = await customer();
  const { endpoint_ref } = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
    eventTypes: ["transaction.completed"],
  });
  await topUp(wallet);
  await tellWebhooks(bank);
  // A sender takes it and is never heard of again.
  await bank.database.sql`select webhooks.next_deliveries('[]'::jsonb, 5)`;
  await bank.webhooks.deliverDue();
  expect(receiver.received).toEqual([]);
  await hurry(bank);
  await bank.webhooks.deliverDue();
  expect(receiver.received).toHaveLength(1);
  const { rows } = await bank.webhooks.listDeliveries(owner, {
    endpointRef: endpoint_ref,
    filters: {},
    limit: 10,
    cursor: undefined,
  });
  expect(rows).toMatchObject([{ status: "DELIVERED", attempts: 2 }]);
});

it("announces what its catalogue of events says", async () => {
  const { owner, wallet } = await customer();
  const { endpoint_ref } = await addEndpoint(bank.webhooks, owner, { url: receiver.url });
  await bank.webhooks.testEndpoint(owner, { write: write(), endpointRef: endpoint_ref });
  await bank.webhooks.rotateSecret(owner, {
    write: write(),
    endpointRef: endpoint_ref,
    overlapSeconds: 60,
  });
  await topUp(wallet);
  await deliver();
  const own = receiver.received.map(bodyOf).filter(({ subject }) => subject === endpoint_ref);
  expect(own.map(({ type }) => type).toSorted()).toEqual([
    "webhook_endpoint.created",
    "webhook_endpoint.secret_rotated",
    "webhook_endpoint.tested",
  ]);
  // Also what others announce, of which an owner is told a part.
  for (const { type, data } of receiver.received.map(bodyOf)) {
    const spec = events.find((each) => each.type === type);
    expect([type, spec?.data.safeParse(data).error]).toEqual([type, undefined]);
  }
});
