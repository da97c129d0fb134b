import { afterAll, expect, it } from "vitest";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

it("settles once, though somebody gave it up when it was posted and nobody knew", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.paidCharge({ payee });
  await shop.happen(charge, "settle");
  // As if the ledger's answer had been lost, and the settlement had been given up then.
  await queryAs(
    shop.ownerUrl,
    `update payments.movements set status = 'DROPPED', transaction_ref = null, posted_at = null
     where kind = 'SETTLE' and charge_id = (select id from payments.charges where charge_ref = $1)`,
    [charge.chargeRef],
  );
  await queryAs(
    shop.ownerUrl,
    "update payments.charges set status = 'PAID', settled_at = null, check_at = now() where charge_ref = $1",
    [charge.chargeRef],
  );
  await shop.payments.runDue();

  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});
