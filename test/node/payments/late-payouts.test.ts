import { afterAll, expect, it } from "vitest";
import type { Payout } from "../../../src/payments/payout.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { newOwner, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

type PayoutRequest = Parameters<typeof shop.payments.requestPayout>[1];

const sql = <Row extends Record<string, unknown>>(text: string, ref: string) =>
  queryAs<Row>(shop.ownerUrl, text, [ref]);
const put = (change: string, payoutRef: string) =>
  sql(`update payments.payouts set ${change} where payout_ref = $1`, payoutRef);
const read = (owner: Caller, { payout_ref }: Payout) => shop.payments.getPayout(owner, payout_ref);

/** Somebody with 9,500 in CASH who sends 9,000 of it. */
async function requested() {
  const owner = newOwner();
  const { charge } = await shop.paidCharge({ payee: owner });
  await shop.happen(charge, "settle");
  const account = { channelCode: "ID_BCA", accountNumber: "1234567890", holderName: "Sari" };
  const { result: beneficiary } = await shop.payments.addBeneficiary(owner, {
    ...{ write: write(), currency: "IDR" },
    ...account,
  });
  const input: PayoutRequest = {
    write: write(),
    beneficiaryRef: beneficiary.beneficiary_ref,
    money: { amount: 9_000n, currency: "IDR" },
  };
  return { owner, input };
}

async function atProvider(payoutRef: string): Promise<string> {
  const [row] = await sql<{ external_reference: string }>(
    "select external_reference from payments.payouts where payout_ref = $1",
    payoutRef,
  );
  return `payouts/${row?.external_reference}`;
}

async function openCases(payoutRef: string) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  return rows.filter(({ subject_ref }) => subject_ref === payoutRef);
}

async function overdueCase(payoutRef: string): Promise<string> {
  await put("asked_at = now() - interval '4 days', next_attempt_at = now()", payoutRef);
  await shop.payments.runDue();
  const [opened] = await openCases(payoutRef);
  expect(opened).toMatchObject({ kind: "PAYOUT_UNANSWERED" });
  return opened?.case_ref ?? "";
}

const resolve = (caseRef: string, resolution: "RETRY" | "GIVE_UP") =>
  shop.payments.resolveCase(operator, { write: write(), caseRef, resolution });

/** One that was asked for two days ago, and nobody knows whether it was sent. */
async function unknownForDays() {
  const { owner, input } = await requested();
  await shop.control("troubles", { fail: 1 });
  const { result } = await shop.payments.requestPayout(owner, input);
  expect(result).toMatchObject({ status: "HELD", attempts: 1 });
  await sql(
    "update payments.payout_attempts set attempted_at = now() - interval '2 days' where payout_id = (select id from payments.payouts where payout_ref = $1)",
    result.payout_ref,
  );
  return { owner, input, payout: result };
}

it("does not send again what may have been sent when its provider no longer knows the key", async () => {
  const { owner, input, payout } = await unknownForDays();
  const { result } = await shop.payments.requestPayout(owner, input);
  expect(result).toMatchObject({ status: "HELD", attempts: 1 });

  const caseRef = await overdueCase(payout.payout_ref);
  await expect(resolve(caseRef, "RETRY")).rejects.toEqual(
    expect.objectContaining({ code: "resolution_not_possible" }),
  );
  await resolve(caseRef, "GIVE_UP");
  expect(await read(owner, payout)).toMatchObject({ status: "FAILED", attempts: 1 });
});

it("lands what its provider says has arrived, though somebody gives it up at that moment", async () => {
  const { owner, input } = await requested();
  const { result: payout } = await shop.payments.requestPayout(owner, input);
  const caseRef = await overdueCase(payout.payout_ref);
  await shop.happen(await atProvider(payout.payout_ref), "complete");
  // As if whoever captured the promise had been stopped before it was written down.
  await put("status = 'SENT', transaction_ref = null", payout.payout_ref);
  await sql(
    "update payments.cases set closed_at = null, resolution = null where case_ref = $1",
    caseRef,
  );
  await resolve(caseRef, "GIVE_UP");

  expect(await read(owner, payout)).toMatchObject({ status: "COMPLETED", failure_reason: null });
});

it("remembers the name that a provider told before it was given up", async () => {
  const { owner, input } = await requested();
  const { result: payout } = await shop.payments.requestPayout(owner, input);
  const path = await atProvider(payout.payout_ref);
  // As if the provider's answer had been lost two days ago.
  await put("status = 'HELD', external_reference = null", payout.payout_ref);
  await sql(
    "update payments.payout_attempts set attempted_at = now() - interval '2 days' where payout_id = (select id from payments.payouts where payout_ref = $1)",
    payout.payout_ref,
  );
  const caseRef = await overdueCase(payout.payout_ref);
  await shop.happen(path, "complete");
  expect(await read(owner, payout)).toMatchObject({ status: "HELD", attempts: 1 });
  await resolve(caseRef, "GIVE_UP");

  expect(await openCases(payout.payout_ref)).toEqual([
    expect.objectContaining({ fault: expect.objectContaining({ code: "arrived_after_all" }) }),
  ]);
});

it("lets go of money that has arrived once its wallet is no longer frozen", async () => {
  const { owner, input } = await requested();
  const { result: payout } = await shop.payments.requestPayout(owner, input);
  const walletRef = payout.wallet_ref;
  await shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  await shop.happen(await atProvider(payout.payout_ref), "complete");
  expect(await read(owner, payout)).toMatchObject({ status: "SENT" });

  await shop.wallets.unfreeze(operator, { write: write(), walletRef });
  await put("next_attempt_at = now()", payout.payout_ref);
  await shop.payments.runDue();
  const landed = await read(owner, payout);
  expect(landed).toMatchObject({ status: "COMPLETED" });
  // As if whoever did it had been stopped before it was written down.
  await put("status = 'SENT', transaction_ref = null", payout.payout_ref);
  await shop.payments.advancePayout(payout.payout_ref, null);
  expect(await read(owner, payout)).toMatchObject({ transaction_ref: landed.transaction_ref });
  expect(await shop.holds(owner.ownerRef, "CASH")).toBe("500");
});

it("leaves to a person what came back and its wallet does not take", async () => {
  const { owner, input } = await requested();
  const { result: payout } = await shop.payments.requestPayout(owner, input);
  const path = await atProvider(payout.payout_ref);
  await shop.happen(path, "complete");
  const freeze = { write: write(), walletRef: payout.wallet_ref, mode: "ALL" as const };
  await shop.wallets.freeze(operator, freeze);
  await shop.happen(path, "reverse", { silent: true });
  await put("reconcile_at = now()", payout.payout_ref);
  await shop.payments.reconcile();
  expect(await openCases(payout.payout_ref)).toEqual([
    expect.objectContaining({
      kind: "PROVIDER_DIFFERS",
      fault: expect.objectContaining({ code: "wallet_frozen" }),
    }),
  ]);

  await shop.wallets.unfreeze(operator, { write: write(), walletRef: payout.wallet_ref });
  await put("reconcile_at = now()", payout.payout_ref);
  await shop.payments.reconcile();
  expect(await read(owner, payout)).toMatchObject({ status: "REVERSED" });
  expect(await openCases(payout.payout_ref)).toEqual([]);
});
