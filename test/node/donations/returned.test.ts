// What goes back to a donor, and comes again when a dispute is won, over a provider of its own.
import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import { newOwner, newRef, operator, write } from "../../support/bank.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const { api, donations } = shop;

/** A streamer who collects for something, and a donation of 10,001 that was paid. */
async function openPaid() {
  const owner = newOwner();
  const page = { ownerRef: owner.ownerRef, displayName: "Budi", currency: "IDR" };
  const { slug } = (await donations.openStreamer(owner, { write: write(), ...page })).result;
  const amounts = {
    target: "20000",
    starting_amount: "0",
    milestones: [{ title: "Separuh", amount: "10000" }],
  };
  const goal = { write: write(), streamerRef: owner.ownerRef, title: "Mikrofon", amounts };
  await donations.createGoal(owner, goal);
  const wish = { amount: "10001", currency: "IDR", donor_name: "Sari" };
  const consent = { agrees_to_terms: true, is_of_age: true };
  const path = `/v1/streamers/${slug}/donations`;
  const promised = await api.post(path, { ...wish, ...consent }, { "idempotency-key": newRef() });
  const { donation_ref, watch_token } = promised.body;
  const donationRef = String(donation_ref);
  const { charge_ref } = await donations.get(owner, donationRef);
  const charge = await shop.payments.getCharge(operator, charge_ref);
  await shop.happen(charge, "pay");
  /** Everything that says how much of the donation there is. */
  const counted = async () => {
    const donation = await donations.get(owner, donationRef);
    const asked = { streamerRef: owner.ownerRef, from: "2020-01-01", until: "2999-12-31" };
    const { days } = await donations.getEarnings(owner, { ...asked, timeZone: "Asia/Jakarta" });
    const [shown] = await donations.listGoals(owner, owner.ownerRef);
    const widgets = await donations.widgets(owner.ownerRef);
    const leaders = await donations.getLeaderboard({ slug, ip: null });
    expect(widgets.find(({ widget }) => widget === "goal")?.data).toEqual(shown);
    expect(widgets.find(({ widget }) => widget === "leaderboard")?.data).toEqual(leaders);
    const state = await donations.getState({ donationRef, token: String(watch_token) });
    return {
      returned: donation.returned_amount,
      isRefunded: donation.refunded_at !== null,
      state: state.state,
      back: days[0]?.refunded_amount,
      goal: shown?.current,
      milestone: shown?.milestones[0]?.is_reached,
      leader: leaders.data[0]?.amount ?? null,
    };
  };
  return { owner, donationRef, charge, counted };
}

const left = (amount: string, returned: string) => ({
  ...{ returned, isRefunded: false, state: "PAID", back: returned, goal: amount, leader: amount },
  milestone: amount === "10001",
});
const nothingLeft = {
  ...{ returned: "10001", isRefunded: true, state: "REFUNDED", back: "10001", goal: "0" },
  ...{ leader: null, milestone: false },
};

it("counts a donation again when the dispute about it is won, and does not play it by itself", async () => {
  const { owner, donationRef, charge, counted } = await openPaid();
  expect(await counted()).toEqual(left("10001", "0"));
  await shop.happen(charge, "chargeback");
  expect(await counted()).toEqual(nothingLeft);

  await shop.happen(charge, "win-chargeback");
  expect(await counted()).toEqual({ ...left("10001", "0"), state: "NOT_SHOWN" });
  expect((await donations.unplayed(owner.ownerRef)).items).toEqual([]);
  expect(await shop.eventsOf(donationRef)).toEqual([
    "donation.created",
    "donation.paid",
    "donation.refunded",
    "donation.restored",
  ]);

  await shop.happen(charge, "chargeback");
  expect(await counted()).toEqual(nothingLeft);
});

it("counts what is left where a part went back, whoever took it, and goes on showing it", async () => {
  const { owner, donationRef, charge, counted } = await openPaid();
  await shop.happen(charge, "chargeback", { amount: "4000" });
  expect(await counted()).toEqual(left("6001", "4000"));
  const refund = { write: write(), chargeRef: charge.chargeRef, amount: 3_000n };
  await shop.payments.refund(operator, refund);
  expect(await counted()).toEqual(left("3001", "7000"));
  expect((await donations.unplayed(owner.ownerRef)).items).toHaveLength(1);

  await shop.happen(charge, "win-chargeback");
  expect(await counted()).toEqual(left("7001", "3000"));
  await shop.payments.refund(operator, { write: write(), chargeRef: charge.chargeRef });
  expect(await counted()).toEqual(nothingLeft);
  expect((await donations.unplayed(owner.ownerRef)).items).toEqual([]);
  expect(await shop.eventsOf(donationRef)).toEqual([
    "donation.created",
    "donation.paid",
    "donation.partly_refunded",
    "donation.partly_refunded",
    "donation.restored",
    "donation.refunded",
  ]);
});

it("takes the latest word of a charge, though an older one is told after it", async () => {
  const { charge, counted } = await openPaid();
  const read = (): Promise<Charge> => shop.read(charge);
  await shop.happen(charge, "chargeback");
  const taken = await read();
  await shop.happen(charge, "win-chargeback");
  const won = await read();
  await donations.handleCharge(taken);
  await donations.handleCharge(won);
  await donations.handleCharge(taken);
  expect(await counted()).toMatchObject({ returned: "0", isRefunded: false, goal: "10001" });
});

it("finds nothing that differs between donations, their charges and what goals count", async () => {
  expect(await donations.reconcileCharges()).toMatchObject({ checked: 3, faults: [] });
});
