import { afterAll, expect, it } from "vitest";
import type { Caller } from "../../../src/platform/caller.ts";
import { write } from "../../support/bank.ts";
import { callerWith } from "../../support/people.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const add = (caller: Caller) =>
  shop.payments.addBeneficiary(caller, {
    write: write(),
    channelCode: "ID_BCA",
    accountNumber: "1234567890",
    holderName: "Sari Dewi",
    currency: "IDR",
  });

/** Who is logged in, who has shown more than a password, whose proof is old, and who is a key. */
async function waysToCall() {
  const fresh = await callerWith(shop, "user");
  const proven = { ...fresh, hasSecondFactor: true };
  const old = { ...proven, authTime: (fresh.authTime ?? 0) - 301 };
  const key = { ...fresh, authTime: null };
  return { fresh, proven, old, key };
}

it("has where money goes named only by somebody who has just shown more than a password", async () => {
  const { fresh, proven, old, key } = await waysToCall();
  await expect(add(fresh)).rejects.toMatchObject({ code: "step_up_required" });
  await expect(add(old)).rejects.toMatchObject({ code: "step_up_required" });
  await expect(add(key)).rejects.toMatchObject({ code: "session_required" });
  const { result } = await add(proven);
  expect(result.owner_ref).toBe(fresh.ownerRef);
});

it("sends money out for a key and for a session that is a moment old, and for no older one", async () => {
  const { fresh, proven, old, key } = await waysToCall();
  const { charge } = await shop.paidCharge({ payee: fresh });
  await shop.happen(charge, "settle");
  const { beneficiary_ref: beneficiaryRef } = (await add(proven)).result;
  const request = (caller: Caller) =>
    shop.payments.requestPayout(caller, {
      write: write(),
      beneficiaryRef,
      money: { amount: 1000n, currency: "IDR" },
    });
  await expect(request(old)).rejects.toMatchObject({ code: "step_up_required" });
  for (const caller of [fresh, key]) {
    expect((await request(caller)).result.status).toBe("SENT");
  }
  const { rows } = await shop.payments.listPayouts(fresh, {
    filters: {},
    limit: 10,
    cursor: undefined,
  });
  expect(rows).toHaveLength(2);
});
