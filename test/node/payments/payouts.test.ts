import { afterAll, expect, it } from "vitest";
import type { Payout } from "../../../src/payments/payout.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { newOwner, newRef, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

/** Somebody with 9,500 in CASH and an account to send it to. */
async function payee(): Promise<{ owner: Caller; beneficiaryRef: string }> {
  const owner = newOwner();
  const { charge } = await shop.paidCharge({ payee: owner });
  await shop.happen(charge, "settle");
  const { result } = await shop.payments.addBeneficiary(owner, {
    write: write(),
    channelCode: "ID_BCA",
    accountNumber: "1234567890",
    holderName: "Sari Dewi",
    currency: "IDR",
  });
  return { owner, beneficiaryRef: result.beneficiary_ref };
}

const request = (owner: Caller, beneficiaryRef: string, amount = 9000n) =>
  shop.payments.requestPayout(owner, {
    write: write(),
    beneficiaryRef,
    money: { amount, currency: "IDR" },
  });

async function atProvider({ payout_ref }: Payout): Promise<string> {
  const [row] = await queryAs<{ external_reference: string }>(
    shop.ownerUrl,
    "select external_reference from payments.payouts where payout_ref = $1",
    [payout_ref],
  );
  return `payouts/${row?.external_reference}`;
}

const cashOf = async (owner: Caller) => {
  const { rows } = await shop.wallets.list(owner, {
    filters: { type: "CASH" },
    limit: 1,
    cursor: undefined,
  });
  return rows[0]?.wallet_ref ?? "";
};

const available = async (owner: Caller) => {
  const walletRef = await cashOf(owner);
  const { balance, available: free } = await shop.wallets.balance(owner, { walletRef, past: {} });
  return [balance, free];
};

it("promises the money at once, and lets it go when it has arrived", async () => {
  const { owner, beneficiaryRef } = await payee();
  const { result } = await request(owner, beneficiaryRef);
  expect(result).toMatchObject({ status: "SENT", attempts: 1 });
  expect(await available(owner)).toEqual(["9500", "500"]);

  await shop.happen(await atProvider(result), "complete");
  expect(await shop.payments.getPayout(owner, result.payout_ref)).toMatchObject({
    status: "COMPLETED",
  });
  expect(await available(owner)).toEqual(["500", "500"]);
  expect(await shop.eventsOf(result.payout_ref)).toEqual([
    "payout.requested",
    "payout.held",
    "payout.sent",
    "payout.completed",
  ]);
});

it("gives the promise back when it does not arrive", async () => {
  const { owner, beneficiaryRef } = await payee();
  const { result } = await request(owner, beneficiaryRef);
  await shop.happen(await atProvider(result), "fail");

  expect(await shop.payments.getPayout(owner, result.payout_ref)).toMatchObject({
    status: "FAILED",
    failure_reason: "REJECTED_BY_CHANNEL",
  });
  expect(await available(owner)).toEqual(["9500", "9500"]);
});

it("takes money back that comes back after it had arrived", async () => {
  const { owner, beneficiaryRef } = await payee();
  const { result } = await request(owner, beneficiaryRef);
  const path = await atProvider(result);
  await shop.happen(path, "complete");
  await shop.happen(path, "reverse");

  expect(await shop.payments.getPayout(owner, result.payout_ref)).toMatchObject({
    status: "REVERSED",
  });
  expect(await available(owner)).toEqual(["9500", "9500"]);
});

it("asks again when the provider does not answer, and sends it once", async () => {
  const { owner, beneficiaryRef } = await payee();
  await shop.control("troubles", { fail: 1 });
  const { result } = await request(owner, beneficiaryRef);
  expect(result).toMatchObject({ status: "HELD", attempts: 1 });

  const sent = await shop.payments.advancePayout(result.payout_ref, null);
  expect(sent).toMatchObject({ status: "SENT", attempts: 2 });
  const attempts = await queryAs(
    shop.ownerUrl,
    `select status, response_code from payments.payout_attempts
     where payout_id = (select id from payments.payouts where payout_ref = $1) order by attempt_no`,
    [result.payout_ref],
  );
  expect(attempts).toEqual([
    { status: "FAILED", response_code: "provider_unavailable" },
    { status: "PROCESSING", response_code: null },
  ]);
});

it("gives up after five refusals, and the money is free again", async () => {
  const { owner, beneficiaryRef } = await payee();
  await shop.control("troubles", { refuse: 5 });
  const { result } = await request(owner, beneficiaryRef);
  let last = result;
  for (let tries = 0; tries < 4; tries += 1) {
    last = await shop.payments.advancePayout(result.payout_ref, null);
  }
  expect(last).toMatchObject({ status: "FAILED", failure_reason: "provider_refused", attempts: 5 });
  expect(await available(owner)).toEqual(["9500", "9500"]);
});

const put = (change: string, payoutRef: string) =>
  queryAs(shop.ownerUrl, `update payments.payouts set ${change} where payout_ref = $1`, [
    payoutRef,
  ]);

it("sends nothing once it was given up, though whoever gave it up was stopped before or after the promise", async () => {
  const { owner, beneficiaryRef } = await payee();
  await shop.control("troubles", { refuse: 5 });
  const { result } = await request(owner, beneficiaryRef);
  for (let tries = 0; tries < 3; tries += 1) {
    await shop.payments.advancePayout(result.payout_ref, null);
  }
  // As if the fifth no had been written down, and nobody had lived to give the promise back.
  await put("failure_reason = 'provider_refused', attempts = 5", result.payout_ref);
  await shop.control("troubles", { refuse: 0 });
  const ended = await shop.payments.advancePayout(result.payout_ref, null);
  expect(ended).toMatchObject({ status: "FAILED", attempts: 5 });
  expect(await available(owner)).toEqual(["9500", "9500"]);

  // As if the promise had been given back, and nobody had lived to write that down.
  await put("status = 'HELD'", result.payout_ref);
  const again = await shop.payments.advancePayout(result.payout_ref, null);
  expect(again).toMatchObject({ status: "FAILED", attempts: 5 });
  expect(await available(owner)).toEqual(["9500", "9500"]);
});

it("leaves to a person what was refused after an attempt that nobody answered", async () => {
  const { owner, beneficiaryRef } = await payee();
  await shop.control("troubles", { fail: 1 });
  const { result } = await request(owner, beneficiaryRef);
  await shop.control("troubles", { refuse: 5 });
  let last = result;
  for (let tries = 0; tries < 5; tries += 1) {
    last = await shop.payments.advancePayout(result.payout_ref, null);
  }
  expect(last).toMatchObject({ status: "HELD", attempts: 6, failure_reason: null });
  expect(await available(owner)).toEqual(["9500", "500"]);
});

it("asks the provider once, though several are at it", async () => {
  const { owner, beneficiaryRef } = await payee();
  await shop.control("troubles", { fail: 1 });
  const { result } = await request(owner, beneficiaryRef);
  // As if somebody else were waiting for the provider's answer.
  await queryAs(
    shop.ownerUrl,
    "update payments.payout_attempts set status = 'REQUESTED', response_code = null where payout_id = (select id from payments.payouts where payout_ref = $1)",
    [result.payout_ref],
  );
  expect(await shop.payments.advancePayout(result.payout_ref, null)).toMatchObject({
    status: "HELD",
    attempts: 1,
  });
});

it("finds again what was asked for and lost before it was promised", async () => {
  const { owner, beneficiaryRef } = await payee();
  const payoutRef = newRef();
  // As if whoever wrote it down had not lived to do anything about it.
  await queryAs(
    shop.ownerUrl,
    `insert into payments.payouts (
       payout_ref, owner_ref, beneficiary_id, wallet_ref, amount, currency, provider, next_attempt_at, created_at, updated_at
     )
     select $1, owner_ref, id, $2, 9000, 'IDR', 'SANDBOX', now(), now(), now()
     from payments.beneficiaries where beneficiary_ref = $3`,
    [payoutRef, await cashOf(owner), beneficiaryRef],
  );
  await shop.payments.runDue();
  expect(await shop.payments.getPayout(owner, payoutRef)).toMatchObject({ status: "SENT" });
  expect(await available(owner)).toEqual(["9500", "500"]);
});

it("sends nobody more than they have", async () => {
  const { owner, beneficiaryRef } = await payee();
  await expect(request(owner, beneficiaryRef, 9501n)).rejects.toEqual(
    refusal("insufficient_funds"),
  );
  const page = { filters: {}, limit: 1, cursor: undefined };
  const { rows } = await shop.payments.listPayouts(owner, page);
  expect(rows[0]).toMatchObject({ status: "FAILED", failure_reason: "insufficient_funds" });
});

it("sends nothing to a stranger's beneficiary, a removed one, or one in another currency", async () => {
  const { owner, beneficiaryRef } = await payee();
  await expect(request(newOwner(), beneficiaryRef)).rejects.toEqual(
    refusal("beneficiary_not_found"),
  );
  await expect(
    shop.payments.requestPayout(owner, {
      write: write(),
      beneficiaryRef,
      money: { amount: 100n, currency: "USD" },
    }),
  ).rejects.toEqual(refusal("beneficiary_currency_differs"));
  await shop.payments.removeBeneficiary(owner, { write: write(), beneficiaryRef });
  await expect(request(owner, beneficiaryRef)).rejects.toEqual(refusal("beneficiary_not_found"));
});

it("keeps an account once, and shows only how its number ends", async () => {
  const { owner } = await payee();
  const again = shop.payments.addBeneficiary(owner, {
    write: write(),
    channelCode: "ID_BCA",
    accountNumber: "1234567890",
    holderName: "Sari Dewi",
    currency: "IDR",
  });
  await expect(again).rejects.toEqual(refusal("beneficiary_exists"));
  const page = { limit: 10, cursor: undefined };
  const { rows } = await shop.payments.listBeneficiaries(owner, page);
  expect(JSON.stringify(rows)).not.toContain("1234567890");
  expect(rows[0]).toMatchObject({ account_ends_in: "7890" });
});

it("shows nobody a stranger's payout", async () => {
  const { owner, beneficiaryRef } = await payee();
  const { result } = await request(owner, beneficiaryRef);
  await expect(shop.payments.getPayout(newOwner(), result.payout_ref)).rejects.toEqual(
    refusal("payout_not_found"),
  );
  await expect(shop.payments.getPayout(operator, newRef())).rejects.toEqual(
    refusal("payout_not_found"),
  );
});

it("takes what an operator sends for somebody from that person's wallet", async () => {
  const { owner, beneficiaryRef } = await payee();
  const { result } = await request(operator, beneficiaryRef, 4000n);
  expect(result).toMatchObject({ owner_ref: owner.ownerRef, status: "SENT" });
  expect(await available(owner)).toEqual(["9500", "5500"]);
});

it("lets nobody say for themselves that less of their payout has left", async () => {
  const { owner, beneficiaryRef } = await payee();
  const { result } = await request(owner, beneficiaryRef);
  await expect(
    shop.transactions.capture(owner, {
      manner: { write: write() },
      transactionRef: result.hold_transaction_ref ?? "",
      body: { amount: "1", final: true },
    }),
  ).rejects.toEqual(refusal("not_yours_to_capture"));
  await shop.happen(await atProvider(result), "complete");
  expect(await available(owner)).toEqual(["500", "500"]);
});
