import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Bank, newOwner, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openReceiver, type Receiver } from "../../support/receiver.ts";
import { addEndpoint, hurry } from "../../support/webhooks.ts";

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await openTestBank();
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => receiver.close());

const verifies = (secret: string, { headers, body }: Receiver["received"][number]) => {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch (error) {
    if (error instanceof Error && /signature/.test(error.message)) return false;
    throw error;
  }
};

it("shows a secret once, and keeps nothing that it could be read from", async () => {
  const owner = newOwner();
  const again = write("one-endpoint");
  const wanted = { url: receiver.url, write: again };
  const first = await addEndpoint(bank.webhooks, owner, wanted);
  const input = { ...wanted, description: null, audience: "OWN", eventTypes: [], isOrdered: false };
  const second = await bank.webhooks.createEndpoint(owner, { ...input, audience: "OWN" });
  expect(second).toEqual({ result: { ...first, secret: null }, isReplayed: true });
  expect(Buffer.from(first.secret.replace("whsec_", ""), "base64")).toHaveLength(32);

  const [row] = await queryAs<{ text: string }>(
    bank.ownerUrl,
    `select (select string_agg(w::text, ' ') from webhooks.webhook_endpoints as w)
      || (select string_agg(i::text, ' ') from platform.idempotency_keys as i)
      || (select string_agg(e::text, ' ') from platform.outbox_events as e) as text`,
  );
  expect(row?.text).toContain(first.endpoint_ref);
  expect(row?.text).not.toContain(first.secret.replace("whsec_", ""));
});

it("signs with both secrets until the overlap ends, and then with the new one alone", async () => {
  const owner = newOwner();
  const { endpoint_ref: endpointRef, secret: old } = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
    eventTypes: ["wallet.opened"],
  });
  const input = { write: write(), endpointRef, overlapSeconds: 3_600 };
  const rotated = await bank.webhooks.rotateSecret(owner, input);
  const fresh = rotated.result.secret ?? "";
  expect(rotated.result.previous_secret_until).not.toBeNull();
  const send = async () => {
    await bank.webhooks.testEndpoint(owner, { write: write(), endpointRef });
    await bank.webhooks.deliverDue();
    const message = receiver.received.at(-1);
    return message ? [verifies(old, message), verifies(fresh, message)] : [];
  };
  expect(await send()).toEqual([true, true]);
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_endpoints set previous_secret_until = now() where endpoint_ref = $1",
    [endpointRef],
  );
  expect(await send()).toEqual([false, true]);
});

it("lets nobody rotate another's secret, who could sign with it then", async () => {
  const { endpoint_ref: endpointRef } = await addEndpoint(bank.webhooks, newOwner(), {
    url: receiver.url,
  });
  await expect(
    bank.webhooks.rotateSecret(operator, { write: write(), endpointRef, overlapSeconds: 0 }),
  ).rejects.toMatchObject({ code: "webhook_endpoint_not_found" });
  expect(await bank.webhooks.getEndpoint(operator, endpointRef)).toBeDefined();
});

it("keeps the order of what happened to one thing, where an endpoint asks for it", async () => {
  const owner = newOwner();
  const url = receiver.url;
  const ordered = await addEndpoint(bank.webhooks, owner, {
    url,
    isOrdered: true,
    eventTypes: ["wallet.closed"],
  });
  const test = async () => {
    const input = { write: write(), endpointRef: ordered.endpoint_ref };
    return (await bank.webhooks.testEndpoint(owner, input)).result.delivery_ref;
  };
  const refs = [await test(), await test(), await test()];
  // The first fails once; the others are about the same thing, and wait for it.
  receiver.answer({ status: 500 });
  await bank.webhooks.deliverDue();
  expect(receiver.received).toHaveLength(1);
  receiver.answer({});
  for (let round = 0; round < 3; round += 1) {
    await hurry(bank);
    await bank.webhooks.deliverDue();
  }
  const sequences = receiver.received.map(({ body }) => JSON.parse(body).sequence);
  expect(sequences).toEqual([2, 2, 3, 4]);
  for (const ref of refs) {
    expect((await bank.webhooks.getDelivery(owner, ref)).status).toBe("DELIVERED");
  }
});

it("changes only the version that somebody saw", async () => {
  const owner = newOwner();
  const { endpoint_ref: endpointRef } = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
  });
  const change = (expectedVersion: string) =>
    bank.webhooks.updateEndpoint(owner, {
      write: write(),
      endpointRef,
      expectedVersion,
      change: { is_ordered: true, description: "The shop" },
    });
  expect((await change("1")).result).toMatchObject({ version: 2, is_ordered: true });
  await expect(change("1")).rejects.toMatchObject({ code: "precondition_failed" });
});

it("has room for so many endpoints of one owner", async () => {
  const owner = newOwner();
  const add = () => addEndpoint(bank.webhooks, owner, { url: receiver.url });
  for (let n = 0; n < 20; n += 1) await add();
  await expect(add()).rejects.toMatchObject({ code: "webhook_endpoint_limit_reached" });
});

it("forgets deliveries after thirty days, and an endpoint's secret when it goes", async () => {
  const owner = newOwner();
  const { endpoint_ref: endpointRef } = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
  });
  const { result } = await bank.webhooks.testEndpoint(owner, { write: write(), endpointRef });
  await bank.webhooks.deliverDue();
  await bank.webhooks.purgeDeliveries();
  expect((await bank.webhooks.getDelivery(owner, result.delivery_ref)).status).toBe("DELIVERED");
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_deliveries set delivery_ref = platform.earliest_ref(now() - interval '31 days') where delivery_ref = $1",
    [result.delivery_ref],
  );
  expect(await bank.webhooks.purgeDeliveries()).toBe(1);

  await bank.webhooks.deleteEndpoint(owner, { write: write(), endpointRef });
  await expect(bank.webhooks.getEndpoint(owner, endpointRef)).rejects.toMatchObject({
    code: "webhook_endpoint_not_found",
  });
});

it("waits for no event that nobody announces, and takes every one that there is", async () => {
  const owner = newOwner();
  const add = (eventTypes: readonly string[]) =>
    addEndpoint(bank.webhooks, owner, { url: receiver.url, eventTypes });
  for (const unknown of ["transfer.done", "transfer.*", "transaction.complete"]) {
    await expect(add(["wallet.opened", unknown])).rejects.toMatchObject({
      code: "webhook_event_unknown",
      extensions: { event_type: unknown },
    });
  }
  const known = await add(["transaction.completed", "webhook_endpoint.tested", "donation.*"]);
  await expect(
    bank.webhooks.updateEndpoint(owner, {
      ...{ write: write(), endpointRef: known.endpoint_ref, expectedVersion: null },
      change: { event_types: ["donation.*", "donated.*"] },
    }),
  ).rejects.toMatchObject({ code: "webhook_event_unknown" });
});
