import { afterAll, expect, it } from "vitest";
import { signatureOf } from "../../../dev/sandbox-provider/signature.ts";
import type { Charge } from "../../../src/payments/index.ts";
import { newRef, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });
const secret = "a secret between the sandbox and the bank";
const now = () => Math.floor(Date.now() / 1000);

async function notificationsOf({ chargeRef }: Charge) {
  const { rows } = await shop.payments.listNotifications({
    filters: {},
    limit: 100,
    cursor: undefined,
  });
  return rows.filter(({ subject_ref }) => subject_ref === chargeRef);
}

it("pays once, however often and however mixed up it is told", async () => {
  const { payee, charge } = await shop.charge();
  const path = `charges/${charge.externalReference}`;
  await shop.control(`${path}/pay`, { held: true, copies: 4 });
  await shop.control(`${path}/settle`, { held: true, copies: 3 });
  await shop.control("release", { order: "reversed" });

  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
  const kept = await notificationsOf(charge);
  expect(kept.map(({ status, deliveries }) => [status, deliveries])).toEqual(
    expect.arrayContaining([
      ["PROCESSED", 4],
      ["PROCESSED", 3],
    ]),
  );
});

it("pays once when all copies come at the same moment", async () => {
  const { payee, charge } = await shop.charge();
  const path = `charges/${charge.externalReference}`;
  await shop.control(`${path}/pay`, { silent: true });
  await Promise.all(
    Array.from({ length: 6 }, (_value, index) => {
      const data = { id: charge.externalReference, reference: charge.chargeRef };
      const body = JSON.stringify({ id: `evt_same_moment_${index}`, type: "charge.paid", data });
      return shop.notify(body, { "sandbox-signature": signatureOf(secret, body, now()) });
    }),
  );
  await shop.payments.confirm({ chargeRef: charge.chargeRef, traceparent: null });

  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
  expect(await shop.eventsOf(charge.chargeRef)).toEqual(["charge.created", "payment.processed"]);
});

it("keeps nothing of what is signed with another key, or was signed long ago", async () => {
  const { charge } = await shop.charge();
  await shop.happen(charge, "claim", { forged: true });
  const body = JSON.stringify({
    id: "evt_old",
    type: "charge.paid",
    data: { id: "x", reference: "y" },
  });
  const old = signatureOf(secret, body, now() - 3600);

  expect(await shop.notify(body, { "sandbox-signature": old })).toBe(401);
  expect(await shop.notify(body, {})).toBe(401);
  const good = signatureOf(secret, body, now());
  expect(await shop.notify(`${body} `, { "sandbox-signature": good })).toBe(401);
  expect(await notificationsOf(charge)).toEqual([]);
  expect(await shop.read(charge)).toMatchObject({ status: "PENDING" });
});

it("believes no notification that the provider does not confirm", async () => {
  const { payee, charge } = await shop.charge();
  await shop.happen(charge, "claim");

  expect(await shop.read(charge)).toMatchObject({ status: "PENDING" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBeNull();
});

it("keeps the body as it came", async () => {
  const { charge } = await shop.charge();
  const data = { id: charge.externalReference, reference: charge.chargeRef };
  const body = `  ${JSON.stringify({ id: "evt_spaces", type: "charge.paid", data })}\n`;
  await shop.notify(body, { "sandbox-signature": signatureOf(secret, body, now()) });

  const [row] = await queryAs<{ raw: string }>(
    shop.ownerUrl,
    "select convert_from(raw_body, 'UTF8') as raw from payments.notifications where event_key = 'evt_spaces'",
  );
  expect(row?.raw).toBe(body);
});

it.each([
  ["amount", { amount: "9000" }, "amount_differs"],
  ["currency", { currency: "USD" }, "currency_differs"],
  ["order", { reference: newRef() }, "order_differs"],
])("quarantines a payment whose %s is not what was ordered", async (_what, amended, code) => {
  const { payee, charge } = await shop.charge();
  await shop.control(`charges/${charge.externalReference}/pay`, { held: true });
  await shop.control(`charges/${charge.externalReference}/amend`, amended);
  await shop.control("release", { order: "kept" });

  const [kept] = await notificationsOf(charge);
  expect(kept).toMatchObject({ status: "QUARANTINED", fault: { code } });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBeNull();
  expect(await shop.read(charge)).toMatchObject({ status: "PENDING" });
});

it("takes a quarantined payment when the provider has put it right and an operator asks again", async () => {
  const { payee, charge } = await shop.charge();
  await shop.control(`charges/${charge.externalReference}/pay`, { held: true });
  await shop.control(`charges/${charge.externalReference}/amend`, { amount: "9000" });
  await shop.control("release", { order: "kept" });
  await shop.control(`charges/${charge.externalReference}/amend`, { amount: "10000" });
  const [kept] = await notificationsOf(charge);

  const input = { notificationRef: kept?.notification_ref ?? "", resolution: "RETRY" as const };
  await shop.payments.resolveNotification(operator, { write: write(), ...input });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
  await expect(
    shop.payments.resolveNotification(operator, { write: write(), ...input }),
  ).rejects.toEqual(refusal("notification_not_quarantined"));
});

it("leaves money that comes after the end to an operator, who may take it", async () => {
  const { payee, charge } = await shop.charge();
  await shop.happen(charge, "expire");
  await shop.happen(charge, "pay-late");
  const kept = (await notificationsOf(charge)).find(({ status }) => status === "QUARANTINED");
  expect(kept?.fault).toMatchObject({ code: "paid_too_late" });
  expect(await shop.read(charge)).toMatchObject({ status: "EXPIRED" });

  await shop.payments.resolveNotification(operator, {
    write: write(),
    notificationRef: kept?.notification_ref ?? "",
    resolution: "ACCEPT_LATE",
  });
  expect(await shop.read(charge)).toMatchObject({ status: "PAID" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it("puts a dismissed notification aside for good", async () => {
  const { charge } = await shop.charge();
  await shop.happen(charge, "expire");
  await shop.happen(charge, "pay-late");
  const kept = (await notificationsOf(charge)).find(({ status }) => status === "QUARANTINED");
  const { result } = await shop.payments.resolveNotification(operator, {
    write: write(),
    notificationRef: kept?.notification_ref ?? "",
    resolution: "DISMISS",
  });

  expect(result).toMatchObject({ status: "DISMISSED" });
  expect(await shop.read(charge)).toMatchObject({ status: "EXPIRED" });
});

it("knows no notification that is not there", async () => {
  const input = { notificationRef: newRef(), resolution: "RETRY" as const };
  await expect(
    shop.payments.resolveNotification(operator, { write: write(), ...input }),
  ).rejects.toEqual(refusal("notification_not_found"));
});

it("does later what the provider could not answer at first", async () => {
  const { payee, charge } = await shop.charge();
  await shop.control(`charges/${charge.externalReference}/pay`, { held: true });
  await shop.control("troubles", { fail: 1 });
  await shop.control("release", { order: "kept" });
  const [kept] = await notificationsOf(charge);
  expect(kept).toMatchObject({ status: "RECEIVED", attempts: 1 });

  await queryAs(
    shop.ownerUrl,
    "update payments.notifications set next_attempt_at = now() where notification_ref = $1",
    [kept?.notification_ref],
  );
  await shop.payments.runDue();
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it("is sent again by a provider that we could not hear, and then counts", async () => {
  const { payee, charge } = await shop.charge();
  await shop.control(`charges/${charge.externalReference}/pay`, { silent: true });
  const data = { id: charge.externalReference, reference: charge.chargeRef };
  const body = JSON.stringify({ id: "evt_in_the_dark", type: "charge.paid", data });
  const tell = () => shop.notify(body, { "sandbox-signature": signatureOf(secret, body, now()) });
  const rename = "alter function payments.keep_notification";
  await queryAs(shop.ownerUrl, `${rename}(jsonb) rename to keep_notification_away`);
  expect(await tell()).toBeGreaterThanOrEqual(500);
  await queryAs(shop.ownerUrl, `${rename}_away(jsonb) rename to keep_notification`);
  expect(await notificationsOf(charge)).toEqual([]);

  expect(await tell()).toBe(200);
  await expect.poll(() => shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it.each(["charge.expired", "charge.created", "charge.failed"])(
  "goes back to nothing by %s after it was settled",
  async (type) => {
    const { payee, charge } = await shop.paidCharge();
    await shop.happen(charge, "settle");
    const data = { id: charge.externalReference, reference: charge.chargeRef };
    const body = JSON.stringify({ id: `evt_late_${type}`, type, data });
    await shop.notify(body, { "sandbox-signature": signatureOf(secret, body, now()) });
    const late = async () =>
      (await notificationsOf(charge)).find(({ event_key }) => event_key === `evt_late_${type}`);
    await expect.poll(async () => (await late())?.status).toBe("PROCESSED");

    expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
    expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
  },
);

it("asks by itself about a charge whose provider never said anything", async () => {
  const { payee, charge } = await shop.charge();
  await shop.happen(charge, "pay", { silent: true });
  await queryAs(
    shop.ownerUrl,
    "update payments.charges set check_at = now() where charge_ref = $1",
    [charge.chargeRef],
  );
  await shop.payments.runDue();

  expect(await shop.read(charge)).toMatchObject({ status: "PAID" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it("asks later about what a provider does not answer, so that others have their turn", async () => {
  const { charge } = await shop.charge();
  const due = "check_at = now(), expires_at = now() - interval '2 minutes'";
  await queryAs(shop.ownerUrl, `update payments.charges set ${due} where charge_ref = $1`, [
    charge.chargeRef,
  ]);
  await shop.control("troubles", { fail: 1 });
  await shop.payments.runDue();
  const [row] = await queryAs<{ waits: boolean }>(
    shop.ownerUrl,
    "select check_at > now() as waits from payments.charges where charge_ref = $1",
    [charge.chargeRef],
  );
  expect(row).toEqual({ waits: true });
});

it("finishes a posting whose writer was stopped before it could say so", async () => {
  const { payee, charge } = await shop.paidCharge();
  // As if the ledger had moved the money and nobody had lived to write it down.
  await queryAs(
    shop.ownerUrl,
    `with undone as (
       update payments.movements set status = 'PENDING', transaction_ref = null, posted_at = null, next_attempt_at = now()
       where charge_id = (select id from payments.charges where charge_ref = $1)
     )
     update payments.charges set status = 'PENDING', paid_at = null where charge_ref = $1`,
    [charge.chargeRef],
  );
  await shop.payments.runDue();

  expect(await shop.read(charge)).toMatchObject({ status: "PAID" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});
