// What the database holds of a charge by itself, whoever writes it and whatever the code believes.
import { afterAll, expect, it } from "vitest";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

it.each([
  ["fee_amount = fee_amount + 1", "charges_fee_and_net_are_the_amount"],
  ["net_amount = net_amount - 1", "charges_fee_and_net_are_the_amount"],
  ["amount = amount + 1", "charges_fee_and_net_are_the_amount"],
  ["fee_amount = fee_amount + 1, net_amount = net_amount - 1", "charges_rounding_is_exact"],
  ["rounding_amount = rounding_amount + 0.000001", "charges_rounding_is_exact"],
  ["fee_percentage = 0.0501", "charges_rounding_is_exact"],
  ["rounding_strategy = 'ROUND'", "charges_rounding_strategy_check"],
  ["refunded_amount = amount + 1", "charges_never_return_more"],
  ["refunded_amount = amount, charged_back_amount = 1", "charges_never_return_more"],
  ["returned_net = net_amount + 1", "charges_never_return_more"],
  ["status = 'PENDING'", "charges_paid_says_when"],
  ["paid_at = null", "charges_paid_says_when"],
  ["status = 'EXPIRED', paid_at = null, settled_at = now()", "charges_settled_was_paid"],
  ["status = 'LOST', paid_at = null", "charges_status_check"],
  ["currency = 'XXX'", "charges_currency_fkey"],
])("lets nobody set %s", async (change, constraint) => {
  const { charge } = await shop.paidCharge();
  const update = `update payments.charges set ${change} where charge_ref = $1`;
  await expect(queryAs(shop.ownerUrl, update, [charge.chargeRef])).rejects.toMatchObject({
    constraint,
  });
});
