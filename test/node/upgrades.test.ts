// What a version of before has left in the database, and what becomes of it once a migration has run over it.
import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { newOwner, newRef, operator, write } from "../support/bank.ts";
import { queryAs } from "../support/database.ts";
import { openShop } from "../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const ask = (text: string, values: readonly unknown[] = []) =>
  queryAs<Record<string, unknown>>(shop.ownerUrl, text, values);
const migrate = (name: string) =>
  ask(readFileSync(new URL(`../../migrations/${name}`, import.meta.url).pathname, "utf8"));

it("counts again for goals, and shortens no countdown twice, what a bank held before they followed it", async () => {
  const owner = newOwner();
  const streamerRef = owner.ownerRef;
  const page = { ownerRef: streamerRef, displayName: "Budi", currency: "IDR" };
  const { slug } = (await shop.donations.openStreamer(owner, { write: write(), ...page })).result;
  const amounts = { target: "20000", starting_amount: "0", milestones: [] };
  const openGoal = async () => {
    const input = { write: write(), streamerRef, title: "Mikrofon", amounts };
    return (await shop.donations.createGoal(owner, input)).result;
  };
  const ended = await openGoal();
  await openGoal();
  await shop.donations.setTimer(owner, {
    ...{ write: write(), streamerRef, unitAmount: "1000", secondsPerUnit: 10 },
    ...{ remainingSeconds: 1_000, addSeconds: 0, isRunning: false, latestEndAt: null },
  });
  const wish = { amount: "10000", currency: "IDR", agrees_to_terms: true, is_of_age: true };
  const path = `/v1/streamers/${slug}/donations`;
  const { body } = await shop.api.post(path, wish, { "idempotency-key": newRef() });
  const { charge_ref } = await shop.donations.get(owner, String(body.donation_ref));
  const charge = await shop.payments.getCharge(operator, charge_ref);
  await shop.happen(charge, "pay");
  await shop.donations.updateGoal(owner, {
    ...{ write: write(), goalRef: ended.goal_ref, isEnded: true },
    amounts: { target: undefined, starting_amount: undefined, milestones: undefined },
  });
  await openGoal();
  await shop.happen(charge, "chargeback");
  await ask(
    "delete from donations.goal_donations using donations.goals where id = goal_id and ended_at is null",
  );
  await ask(
    `insert into donations.timer_donations (donation_id, set_version, gained)
     select id, 1, interval '100 s' from donations.donation_messages`,
  );

  await migrate("0041_donations_returned_before.sql");
  await shop.happen(charge, "win-chargeback");
  const goals = await ask("select counted_amount::text from donations.goals order by goal_ref");
  expect(goals.map(({ counted_amount }) => counted_amount)).toEqual(["10000", "10000", "0"]);
  await shop.happen(charge, "chargeback");
  const [timer] = await ask("select remaining_seconds from donations.timers");
  expect(timer).toEqual({ remaining_seconds: 1_000 });
  expect(await shop.donations.reconcileCharges()).toMatchObject({ faults: [] });
});

it("lets a settlement rest that was given up before that made it rest", async () => {
  const openCases = async () => {
    const page = { filters: { is_open: true }, limit: 10, cursor: undefined };
    return (await shop.payments.listCases(page)).rows;
  };
  const { payee, charge } = await shop.paidCharge();
  const filters = { owner_ref: payee.ownerRef, type: "CASH" as const };
  const { rows } = await shop.wallets.list(operator, { filters, limit: 1, cursor: undefined });
  const walletRef = rows[0]?.wallet_ref ?? "";
  await shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  await shop.happen(charge, "settle");
  const [opened] = await openCases();
  const decision = { caseRef: opened?.case_ref ?? "", resolution: "GIVE_UP" as const };
  await shop.payments.resolveCase(operator, { write: write(), ...decision });
  await ask("update payments.movements set next_attempt_at = now() where status = 'DROPPED'");

  await migrate("0042_payments_given_up_before.sql");
  await ask("update payments.charges set check_at = now() where charge_ref = $1", [
    charge.chargeRef,
  ]);
  await shop.payments.runDue();
  expect(await openCases()).toEqual([]);
});
