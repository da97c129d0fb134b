import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import { newRef } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

async function notificationsOf({ chargeRef }: Charge) {
  const { rows } = await shop.payments.listNotifications({
    filters: {},
    limit: 100,
    cursor: undefined,
  });
  return rows.filter(({ subject_ref }) => subject_ref === chargeRef);
}

const age = (notificationRef: string | undefined, days: number) =>
  queryAs(
    shop.ownerUrl,
    "update payments.notifications set received_at = now() - $2 * interval '1 day' where notification_ref = $1",
    [notificationRef, days],
  );

it("forgets after half a year what was dealt with, and never what waits for a person", async () => {
  const { charge } = await shop.paidCharge();
  const [done] = await notificationsOf(charge);
  const late = await shop.charge();
  await shop.happen(late.charge, "expire");
  await shop.happen(late.charge, "pay-late");
  const [waiting] = await notificationsOf(late.charge);
  expect(waiting).toMatchObject({ status: "QUARANTINED" });
  const young = await shop.paidCharge();
  const [fresh] = await notificationsOf(young.charge);
  await age(done?.notification_ref, 181);
  await age(waiting?.notification_ref, 181);
  await age(fresh?.notification_ref, 179);

  expect(await shop.payments.purgeNotifications()).toBe(1);
  expect(await notificationsOf(charge)).toEqual([]);
  expect(await notificationsOf(late.charge)).toContainEqual(
    expect.objectContaining({ notification_ref: waiting?.notification_ref }),
  );
  expect(await notificationsOf(young.charge)).toHaveLength(1);
});

it("finds the notifications of one charge among all others", async () => {
  const { charge } = await shop.paidCharge();
  await shop.paidCharge();
  const { status, body } = await shop.api.get(
    `/v1/payments/notifications?subject_ref=${charge.chargeRef}`,
  );
  expect(status).toBe(200);
  const { data } = body as { data: readonly { subject_ref: string }[] };
  expect(data.map(({ subject_ref }) => subject_ref)).toEqual([charge.chargeRef]);
});

it("asks again when an old state is told anew while the payer's bank holds the money", async () => {
  const { charge } = await shop.paidCharge();
  await shop.happen(charge, "settle");
  const again = async () => {
    const rows = await queryAs<{ status: string }>(
      shop.ownerUrl,
      `select payments.keep_notification(jsonb_build_object(
         'notification_ref', $2::text, 'provider', provider, 'event_key', event_key, 'subject', subject,
         'subject_ref', subject_ref, 'raw_body', encode(raw_body, 'base64')
       )) ->> 'status' as status
       from payments.notifications where subject_ref = $1 order by notification_ref`,
      [charge.chargeRef, newRef()],
    );
    return rows.map(({ status }) => status);
  };
  expect(await again()).toEqual(["PROCESSED", "PROCESSED"]);
  await shop.happen(charge, "chargeback");
  expect(await again()).toEqual(["RECEIVED", "RECEIVED", "RECEIVED"]);
});

it("shows an operator a notification as it came", async () => {
  const { charge } = await shop.paidCharge();
  const [kept] = await notificationsOf(charge);
  const { status, body } = await shop.api.get(
    `/v1/payments/notifications/${kept?.notification_ref}`,
  );
  expect(status).toBe(200);
  const found = body as { raw_body: string; headers: Record<string, string> };
  const raw = JSON.parse(Buffer.from(found.raw_body, "base64").toString());
  expect(raw.data.reference).toBe(charge.chargeRef);
  expect(found.headers).toHaveProperty("content-type");
  expect((await shop.api.get(`/v1/payments/notifications/${newRef()}`)).body).toMatchObject({
    code: "notification_not_found",
  });
});

it("takes only so many from one network, and counts all addresses of a /64 as one", async () => {
  const strict = await openShop({ RATE_LIMITS: "provider_notification_ip=2/60" });
  const from = (ip: string) => strict.notify("{}", { "cf-connecting-ip": ip });
  expect(await from("2001:db8:1:2::1")).toBe(401);
  expect(await from("2001:db8:1:2::2")).toBe(401);
  expect(await from("2001:db8:1:2:ffff::3")).toBe(429);
  expect(await from("2001:db8:1:3::1")).toBe(401);
  await strict.close();
});

it("stops reading what has no end, before anybody has shown a signature", async () => {
  let pulled = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(65_536));
      // Without a limit of our own it would be read to here.
      if (pulled === 400) controller.close();
    },
  });
  expect(await shop.notify(body, {})).toBe(413);
  expect(pulled).toBeLessThan(10);
});
