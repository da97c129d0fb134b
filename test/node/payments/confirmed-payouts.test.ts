import { afterAll, expect, it } from "vitest";
import type { Payout } from "../../../src/payments/payout.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { newOwner, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const sql = <Row extends Record<string, unknown>>(text: string, ref: string) =>
  queryAs<Row>(shop.ownerUrl, text, [ref]);
const read = (owner: Caller, { payout_ref }: Payout) => shop.payments.getPayout(owner, payout_ref);

type Resolution = "RETRY" | "CONFIRM" | "GIVE_UP";
const resolve = (caseRef: string, resolution: Resolution, externalReference?: string) =>
  shop.payments.resolveCase(operator, { write: write(), caseRef, resolution, externalReference });

async function openCases(payoutRef: string) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  return rows.filter(({ subject_ref }) => subject_ref === payoutRef);
}

/** A payout whose provider took it two days ago and whose answer was lost, and how the provider calls it. */
async function heldForDays() {
  const owner = newOwner();
  const { charge } = await shop.paidCharge({ payee: owner });
  await shop.happen(charge, "settle");
  const { result: beneficiary } = await shop.payments.addBeneficiary(owner, {
    ...{ write: write(), channelCode: "ID_BCA", accountNumber: "1234567890" },
    ...{ holderName: "Sari", currency: "IDR" },
  });
  const { result: payout } = await shop.payments.requestPayout(owner, {
    ...{ write: write(), beneficiaryRef: beneficiary.beneficiary_ref },
    money: { amount: 9_000n, currency: "IDR" },
  });
  const [row] = await sql<{ name: string }>(
    "select external_reference as name from payments.payouts where payout_ref = $1",
    payout.payout_ref,
  );
  await sql(
    `update payments.payouts set status = 'HELD', external_reference = null,
       asked_at = now() - interval '2 days', next_attempt_at = now() where payout_ref = $1`,
    payout.payout_ref,
  );
  await sql(
    `update payments.payout_attempts set attempted_at = now() - interval '2 days'
     where payout_id = (select id from payments.payouts where payout_ref = $1)`,
    payout.payout_ref,
  );
  await shop.payments.runDue();
  const [opened] = await openCases(payout.payout_ref);
  expect(opened).toMatchObject({ kind: "PAYOUT_UNANSWERED", fault: { found: "HELD" } });
  return { owner, payout, name: row?.name ?? "", caseRef: opened?.case_ref ?? "" };
}

it("lands a payout that an operator has seen at the provider, and keeps what they saw", async () => {
  const { owner, payout, name, caseRef } = await heldForDays();
  await shop.control(`payouts/${name}/complete`, { silent: true });
  const { result } = await resolve(caseRef, "CONFIRM", name);
  expect(result).toMatchObject({ resolution: "CONFIRM", external_reference: name });

  expect(await read(owner, payout)).toMatchObject({ status: "COMPLETED", attempts: 1 });
  expect(await shop.holds(owner.ownerRef, "CASH")).toBe("500");
  expect(await shop.eventsOf(payout.payout_ref)).toEqual(
    expect.arrayContaining(["payout.sent", "payout.completed"]),
  );
  const [told] = await sql<{ payload: unknown }>(
    "select payload from platform.outbox_events where event_type = 'payment_case.resolved' and aggregate_ref = $1",
    caseRef,
  );
  expect(told?.payload).toMatchObject({
    ...{ resolution: "CONFIRM", external_reference: name, acted_by: operator.ownerRef },
  });
  await sql(
    "update payments.payouts set reconcile_at = now() where payout_ref = $1",
    payout.payout_ref,
  );
  expect((await shop.payments.reconcile()).faults).toEqual([]);
});

it("believes an operator where the provider says nothing under that name", async () => {
  const { owner, payout, caseRef } = await heldForDays();
  const seen = { resolution: "CONFIRM", external_reference: "po_that_only_the_dashboard_shows" };
  const done = await shop.api.post(`/v1/payments/cases/${caseRef}/resolve`, seen);
  expect(done).toMatchObject({ status: 200, body: seen });
  expect(await read(owner, payout)).toMatchObject({ status: "COMPLETED" });
});

it("keeps a confirmed promise once its wallet is no longer frozen", async () => {
  const { owner, payout, name, caseRef } = await heldForDays();
  const walletRef = payout.wallet_ref;
  await shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  await resolve(caseRef, "CONFIRM", name);
  expect(await read(owner, payout)).toMatchObject({ status: "SENT" });

  await shop.wallets.unfreeze(operator, { write: write(), walletRef });
  await shop.payments.runDue();
  expect(await read(owner, payout)).toMatchObject({ status: "COMPLETED" });
});

it("takes back what was confirmed and came back later", async () => {
  const { owner, payout, name, caseRef } = await heldForDays();
  await shop.control(`payouts/${name}/complete`, { silent: true });
  await resolve(caseRef, "CONFIRM", name);
  await shop.happen(`payouts/${name}`, "reverse");
  expect(await read(owner, payout)).toMatchObject({ status: "REVERSED" });
  expect(await shop.holds(owner.ownerRef, "CASH")).toBe("9500");
});

it("takes nobody's word without what they saw, or against what the provider says", async () => {
  const { owner, payout, name, caseRef } = await heldForDays();
  await expect(resolve(caseRef, "CONFIRM")).rejects.toMatchObject({ code: "evidence_missing" });
  const other = await heldForDays();
  await resolve(other.caseRef, "CONFIRM", other.name);
  await expect(resolve(caseRef, "CONFIRM", other.name)).rejects.toMatchObject({
    code: "external_reference_differs",
  });
  await shop.control(`payouts/${name}/fail`, { silent: true });
  await expect(resolve(caseRef, "CONFIRM", name)).rejects.toMatchObject({
    code: "payout_not_arrived",
    extensions: { provider_status: "FAILED" },
  });
  expect(await read(owner, payout)).toMatchObject({ status: "HELD" });
  expect(await openCases(payout.payout_ref)).toHaveLength(1);
});

it("lets one of two operators decide when one has seen it and the other has not", async () => {
  const { owner, payout, name, caseRef } = await heldForDays();
  const outcomes = await Promise.allSettled([
    resolve(caseRef, "CONFIRM", name),
    resolve(caseRef, "GIVE_UP"),
  ]);
  const codes = outcomes.map((end) => (end.status === "rejected" ? end.reason.code : "decided"));
  expect([...codes].sort()).toEqual(["case_closed", "decided"]);
  const [confirmed] = codes;
  expect(await read(owner, payout)).toMatchObject({
    status: confirmed === "decided" ? "COMPLETED" : "FAILED",
  });
  expect(await shop.holds(owner.ownerRef, "CASH")).toBe(confirmed === "decided" ? "500" : "9500");
});

it("answers a repeated confirmation as the first, though the provider says otherwise by then", async () => {
  const { name, caseRef } = await heldForDays();
  await shop.control(`payouts/${name}/complete`, { silent: true });
  const input = { write: write("once"), caseRef, resolution: "CONFIRM" as const };
  const first = await shop.payments.resolveCase(operator, { ...input, externalReference: name });
  await shop.happen(`payouts/${name}`, "reverse");
  const again = await shop.payments.resolveCase(operator, { ...input, externalReference: name });
  expect(again).toEqual({ result: first.result, isReplayed: true });
});

it("keeps the books whole through all of it", async () => {
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
});
