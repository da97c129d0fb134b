import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import { operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const sql = (text: string, { chargeRef }: Charge) => queryAs(shop.ownerUrl, text, [chargeRef]);
const alter = (change: string, charge: Charge) =>
  sql(`update payments.charges set ${change} where charge_ref = $1`, charge);

/** Whether the provider is asked again only after a while, so that the charges behind this one have their turn. */
async function isPutOff(charge: Charge): Promise<unknown> {
  const [row] = await queryAs<{ is_later: boolean }>(
    shop.ownerUrl,
    "select check_at > now() + interval '30 seconds' as is_later from payments.charges where charge_ref = $1",
    [charge.chargeRef],
  );
  return row?.is_later;
}

it("keeps no charge waiting behind one whose posting the ledger refuses", async () => {
  const { payee, charge } = await shop.paidCharge();
  const { rows } = await shop.wallets.list(operator, {
    ...{ filters: { owner_ref: payee.ownerRef, type: "CASH" }, limit: 1, cursor: undefined },
  });
  const walletRef = rows[0]?.wallet_ref ?? "";
  await shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  await shop.happen(charge, "settle");
  await alter("check_at = now() - interval '1 minute'", charge);
  await shop.payments.runDue();

  expect(await isPutOff(charge)).toBe(true);
});

it("keeps no charge waiting behind one of which its provider says something else", async () => {
  const { charge } = await shop.paidCharge();
  await alter("refunded_amount = 400, check_at = now() - interval '1 minute'", charge);
  await shop.payments.runDue();

  expect(await isPutOff(charge)).toBe(true);
});

it("keeps no charge waiting behind one that nobody has paid for weeks", async () => {
  const { charge } = await shop.charge();
  await alter("checks = 60, expires_at = now(), check_at = now() - interval '1 minute'", charge);
  await shop.payments.runDue();

  expect(await isPutOff(charge)).toBe(true);
});

it("tells a person what a provider says that does not agree, though it has sent no word of it", async () => {
  const { charge } = await shop.charge();
  const path = `charges/${charge.externalReference}`;
  await shop.control(`${path}/amend`, { amount: "9000", silent: true });
  await shop.control(`${path}/pay`, { silent: true });
  await alter("check_at = now() - interval '1 minute'", charge);
  await shop.payments.runDue();

  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  expect(rows).toContainEqual(
    expect.objectContaining({
      ...{ kind: "PROVIDER_DIFFERS", subject_ref: charge.chargeRef },
      fault: expect.objectContaining({ code: "amount_differs" }),
    }),
  );
});

it("compares what stands behind a charge that cannot be compared", async () => {
  await queryAs(shop.ownerUrl, "update payments.charges set reconcile_at = null");
  const { charge } = await shop.paidCharge();
  const { charge: behind } = await shop.paidCharge();
  // No share of it is left to be given back, so what the provider gives back cannot be written down.
  await alter("returned_net = net_amount, reconcile_at = now() - interval '1 hour'", charge);
  await alter("reconcile_at = now()", behind);
  await shop.happen(charge, "refund", { amount: "1000", silent: true });

  expect(await shop.payments.reconcile()).toEqual({ checked: 2, unanswered: 1, faults: [] });
  const due = await queryAs<{ charge_ref: string }>(
    shop.ownerUrl,
    "select charge_ref from payments.charges where reconcile_at <= now()",
  );
  expect(due).toEqual([]);
});

it("gives back once what its provider did unheard and no longer knows the key of", async () => {
  const { charge } = await shop.paidCharge();
  await shop.control("troubles", { fail: 1 });
  const asked = { write: write(), chargeRef: charge.chargeRef, amount: 1_000n };
  const { result } = await shop.payments.refund(operator, asked);
  expect(result.status).toBe("REQUESTED");
  // As if the request had been heard, and its key had been forgotten since.
  await shop.happen(charge, "refund", { amount: "1000", silent: true });
  await queryAs(
    shop.ownerUrl,
    "update payments.refunds set check_at = now() where refund_ref = $1",
    [result.refund_ref],
  );
  await shop.payments.runDue();

  expect(await shop.read(charge)).toMatchObject({ refundedAmount: 1_000n });
  const refunds = await shop.payments.listRefunds(operator, charge.chargeRef);
  expect(refunds).toEqual([
    expect.objectContaining({ refund_ref: result.refund_ref, status: "COMPLETED" }),
  ]);
});
