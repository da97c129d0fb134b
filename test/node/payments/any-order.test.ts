// The money of one charge through everything that can happen to it and to its wallets, in any order.
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import type { Charge } from "../../../src/payments/index.ts";
import { Problem } from "../../../src/platform/problem.ts";
import { newOwner, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop, platformOwner } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const places = ["PENDING", "CASH", "ELSEWHERE", "BEYOND"] as const;
type Place = (typeof places)[number];
type Refs = Readonly<Record<Place, string>>;

// What belongs together stands together, or it would hardly ever happen.
const place = fc.constantFrom<Place>("ELSEWHERE", "ELSEWHERE", "PENDING", "CASH", "BEYOND");
const part = fc.constantFrom("3333", "4000", "9000");
const event = fc.constantFrom("settle", "settle", "chargeback", "chargeback", "refund");
const step = fc.oneof(
  fc.record({ what: fc.constant("happens"), event, part }),
  fc.record({ what: fc.constantFrom("win", "win", "refund", "settle", "due", "crash"), part }),
  fc.record({ what: fc.constantFrom("freeze", "unfreeze", "close"), place }),
  fc.record({ what: fc.constantFrom("spend", "redirect", "race", "give up"), place, part }),
);
type Step = { what: string; event?: string; part?: string; place?: Place };
type Scene = { charge: Charge; refs: Refs; spent: Record<Place, bigint>; fees: bigint };

it("keeps every rupiah of a charge, and where it belongs, whatever happens in whatever order", async () => {
  const steps = fc.array(step, { minLength: 2, maxLength: 10 });
  // How the payee's own wallets stand when the money comes: what takes it has nothing to redirect.
  const standing = fc.constantFrom("none", "freeze", "close", "close");
  await fc.assert(
    fc.asyncProperty(steps, standing, standing, async (all: Step[], pending, cash) => {
      const scene = await openScene();
      if (pending !== "none") await take(scene, { what: pending, place: "PENDING" });
      if (cash !== "none") await take(scene, { what: cash, place: "CASH" });
      await shop.happen(scene.charge, "pay");
      await take(scene, { what: "redirect", place: "ELSEWHERE" });
      for (const one of all) await take(scene, one);
      await bringToRest(scene);
      const wasSpent = all.some(({ what }) => what === "spend");
      await expectWhole(scene, wasSpent);
    }),
    { numRuns: 60 },
  );
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
}, 300_000);

async function openScene(): Promise<Scene> {
  const [payee, somebody, another] = [newOwner(), newOwner(), newOwner()];
  const open = async ({ ownerRef }: typeof payee, type: "PENDING" | "CASH") => {
    const input = { write: write(), ownerRef, type, currency: "IDR", slug: undefined };
    return (await shop.wallets.open(operator, input)).result.wallet_ref;
  };
  const refs = {
    ...{ PENDING: await open(payee, "PENDING"), CASH: await open(payee, "CASH") },
    ...{ ELSEWHERE: await open(somebody, "CASH"), BEYOND: await open(another, "CASH") },
  };
  const spent = { PENDING: 0n, CASH: 0n, ELSEWHERE: 0n, BEYOND: 0n };
  const fees = await platformHolds();
  return { charge: (await shop.charge({ payee })).charge, refs, spent, fees };
}

async function take(scene: Scene, { what, event = "", part = "", place = "CASH" }: Step) {
  const { charge, refs } = scene;
  const walletRef = refs[place];
  const { chargeRef } = charge;
  switch (what) {
    case "happens":
      return happen(charge, event, part);
    case "win":
      return happen(charge, "win-chargeback", part);
    case "refund":
      return refund(charge, part);
    case "settle":
      return tried(shop.payments.settle(operator, { write: write(), chargeRef }));
    case "freeze":
      return tried(shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" }));
    case "unfreeze":
      return tried(shop.wallets.unfreeze(operator, { write: write(), walletRef }));
    case "close":
      // Where an operator sends money they see to it that it can stay.
      return place === "PENDING" || place === "CASH"
        ? tried(shop.wallets.close(operator, { write: write(), walletRef }))
        : undefined;
    case "spend":
      return spend(scene, place, part);
    case "give up":
      return tried(resolve(charge, "GIVE_UP"));
    case "redirect":
      return tried(resolve(charge, "REDIRECT", walletRef));
    case "race":
      return Promise.all([
        tried(resolve(charge, "REDIRECT", walletRef)),
        tried(resolve(charge, "REDIRECT", refs.BEYOND)),
      ]);
    case "crash":
      return forgetLast(charge);
    default:
      return runDue(charge);
  }
}

/** What is refused is refused; what breaks is thrown. */
async function tried(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Problem) || error.code === "internal_error") throw error;
  });
}

const atProvider = z.object({
  status: z.string(),
  refunded_amount: z.string().transform(BigInt),
  charged_back_amount: z.string().transform(BigInt),
});

async function provided({ externalReference }: Charge) {
  return atProvider.parse(
    await shop.control(`charges/${externalReference}/inquire`, { held: true }),
  );
}

/** What can happen at a provider and no more: nobody gives back what a bank holds. */
async function happen(charge: Charge, event: string, amount: string): Promise<void> {
  const { status, refunded_amount, charged_back_amount } = await provided(charge);
  const gone = refunded_amount + charged_back_amount;
  const isTaking = event === "chargeback" || event === "refund";
  if (status === "PENDING" || (isTaking && gone + BigInt(amount) > charge.amount)) return;
  if (event === "win-chargeback" && charged_back_amount === 0n) return;
  await shop.happen(charge, event, isTaking ? { amount } : {});
}

/** What a bank holds that we have not been told of is nothing that a provider gives back too. */
async function refund(charge: Charge, part: string): Promise<void> {
  const { refunded_amount, charged_back_amount } = await provided(charge);
  const amount = BigInt(part);
  if (refunded_amount + charged_back_amount + amount > charge.amount) return;
  const input = { write: write(), chargeRef: charge.chargeRef, amount };
  await tried(shop.payments.refund(operator, input));
}

async function spend({ refs, spent }: Scene, place: Place, amount: string): Promise<void> {
  const before = await balanceOf(refs[place]);
  const body = { wallet_ref: refs[place], amount, currency: "IDR" };
  await tried(shop.transactions.withdraw(operator, { manner: { write: write() }, body }));
  spent[place] += before - (await balanceOf(refs[place]));
}

async function caseOf({ chargeRef }: Charge) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  return rows.find((row) => row.fault.charge_ref === chargeRef || row.subject_ref === chargeRef);
}

async function resolve(
  charge: Charge,
  resolution: "RETRY" | "REDIRECT" | "GIVE_UP",
  walletRef?: string,
) {
  const found = await caseOf(charge);
  if (!found) return;
  const decision = { caseRef: found.case_ref, resolution, walletRef };
  await shop.payments.resolveCase(operator, { write: write(), ...decision });
}

async function runDue({ chargeRef }: Charge): Promise<void> {
  await ask("update payments.movements set next_attempt_at = now() where status = 'PENDING'");
  await ask("update payments.charges set check_at = now() where charge_ref = $1", [chargeRef]);
  await ask("update payments.refunds set check_at = now() where status in ('REQUESTED', 'SENT')");
  await shop.payments.runDue();
}

/** As if whoever posted last had been stopped before it was written down that it was posted. */
async function forgetLast({ chargeRef }: Charge): Promise<void> {
  await ask(
    `with forgotten as (
       update payments.movements
       set status = 'PENDING', transaction_ref = null, posted_at = null
       where kind in ('PAY', 'SETTLE') and movement_ref = (
           select movement_ref from payments.movements join payments.charges on charges.id = charge_id
           where charge_ref = $1 and movements.status = 'POSTED' order by posted_at desc limit 1
         )
         and not exists (
           select from payments.movements as other
           where other.charge_id = movements.charge_id and other.status = 'PENDING'
         )
       returning charge_id, kind, from_wallet_ref
     )
     update payments.charges
     set paid_at = case when kind = 'SETTLE' then paid_at end, settled_at = null,
       lies_in_wallet_ref = from_wallet_ref,
       status = case
         when kind = 'PAY' then 'PENDING'
         when refunded_amount + charged_back_amount > 0 then 'PARTIALLY_REFUNDED'
         else 'PAID'
       end
     from forgotten
     where charges.id = charge_id`,
    [chargeRef],
  );
}

/** Everything is allowed again, what was spent is put back, and what waits goes on. */
async function bringToRest({ charge, refs, spent }: Scene): Promise<void> {
  for (const place of places) {
    await tried(shop.wallets.unfreeze(operator, { write: write(), walletRef: refs[place] }));
    if (spent[place] === 0n) continue;
    const body = { wallet_ref: refs[place], amount: `${spent[place]}`, currency: "IDR" };
    const manner = { manner: { write: write() }, body };
    const before = await balanceOf(refs[place]);
    await tried(shop.transactions.topUp(operator, manner));
    spent[place] -= (await balanceOf(refs[place])) - before;
  }
  for (let round = 0; round < 8; round += 1) {
    await runDue(charge);
    const found = await caseOf(charge);
    if (!found) break;
    if (found.fault.code === "wallet_closed") await resolve(charge, "REDIRECT", refs.ELSEWHERE);
    else await resolve(charge, "RETRY");
  }
  await shop.payments.collectReceivables();
  expect(await caseOf(charge)).toBeUndefined();
}

async function expectWhole({ charge, refs, spent, fees }: Scene, wasSpent: boolean) {
  const { chargeRef } = charge;
  const now = await shop.read(charge);
  const { refunded_amount, charged_back_amount } = await provided(charge);
  expect([now.refundedAmount, now.chargedBackAmount]).toEqual([
    refunded_amount,
    charged_back_amount,
  ]);
  const [kept] = await ask(
    `select returned_net::text, lies_in_wallet_ref, coalesce((
       select sum(amount - collected_amount) from payments.receivables where charge_id = charges.id
     ), 0)::text as owed
     from payments.charges where charge_ref = $1`,
    [chargeRef],
  );
  const returnedNet = BigInt(kept?.returned_net ?? "");
  const owed = BigInt(kept?.owed ?? "");
  const holding = { PENDING: 0n, CASH: 0n, ELSEWHERE: 0n, BEYOND: 0n };
  for (const place of places) holding[place] = (await balanceOf(refs[place])) + spent[place];
  const sum = places.reduce((total, place) => total + holding[place], 0n);
  expect(sum).toBe(now.netAmount - returnedNet + owed);
  const returnedFee = refunded_amount + charged_back_amount - returnedNet;
  expect((await platformHolds()) - fees).toBe(now.feeAmount - returnedFee - owed);
  const own = now.settledAt ? "CASH" : "PENDING";
  const at = places.find((place) => refs[place] === kept?.lies_in_wallet_ref) ?? own;
  if (!wasSpent) expect([at, holding[at], owed]).toEqual([at, sum, 0n]);
  // What somebody else has spent is never the payee's loss.
  else if (at === "CASH") expect(holding.PENDING + holding.CASH).toBe(sum);
  await ask("update payments.charges set reconcile_at = case when charge_ref = $1 then now() end", [
    chargeRef,
  ]);
  expect((await shop.payments.reconcile()).faults).toEqual([]);
}

async function balanceOf(walletRef: string): Promise<bigint> {
  const { balance } = await shop.wallets.balance(operator, { walletRef, past: {} });
  return BigInt(balance);
}

async function platformHolds(): Promise<bigint> {
  return BigInt((await shop.holds(platformOwner, "PLATFORM")) ?? "0");
}

function ask(text: string, values: readonly unknown[] = []) {
  return queryAs<Record<string, string | null>>(shop.ownerUrl, text, values);
}
