// The flow that seed 001 ends with, "FLOW FINAL (TIDAK RANCU)", step by step. Each test is one of its arrows and has its words.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queryAs } from "../support/database.ts";
import {
  alertsOf,
  goOnAir,
  type OnAir,
  type PromisedGift,
  payGift,
  promiseGift,
} from "../support/on-air.ts";
import { type OverlayScreen, openOverlay } from "../support/overlay-screen.ts";
import { openTheatre, type Theatre } from "../support/theatre.ts";

// The seed's own numbers: five percent of 10001 are 500.05, and the fraction is the platform's.
const gift = { amount: "10001", message: "Semangat ya", media_type: "TTS" };
const [net, fee, rounding] = ["9500", "501", "0.950000"];
const platform = "00000000000000000000000001";
const patient = { timeout: 30_000 };

let theatre: Theatre;
let streamer: OnAir;
let promised: PromisedGift;
let overlay: OverlayScreen;
let feesBefore: string;

beforeAll(async () => {
  theatre = await openTheatre();
  streamer = await goOnAir(theatre.place, alertsOf(3_000, 100));
  feesBefore = await balanceOf(platform, "PLATFORM");
  promised = await promiseGift(theatre.site.url, streamer.slug, gift);
});
afterAll(() => theatre?.close());

const donation = () => theatre.donation(promised.donationRef);
const charge = async () => {
  const { charge_ref } = await donation();
  return (await theatre.site.api.get(`/v1/payments/charges/${charge_ref}`)).body;
};

async function balanceOf(owner: string, type: string): Promise<string> {
  const { api } = theatre.site;
  const { body } = await api.get(`/v1/wallets?owner_ref=${owner}&type=${type}&currency=IDR`);
  const [wallet] = body.data as { wallet_ref: string }[];
  if (!wallet) return "0";
  const read = await api.get(`/v1/wallets/${wallet.wallet_ref}/balance`);
  return String(read.body.balance);
}

const balances = async () => ({
  pending: await balanceOf(streamer.userRef, "PENDING"),
  cash: await balanceOf(streamer.userRef, "CASH"),
  fees: String(BigInt(await balanceOf(platform, "PLATFORM")) - BigInt(feesBefore)),
});

/** The entries that a charge has caused, each with the journal that it belongs to. */
async function entriesOf(kind: "PAY" | "SETTLE") {
  const { charge_ref } = await donation();
  return queryAs<{ wallet: string; direction: string; amount: string; journal: string }>(
    theatre.site.ownerUrl,
    `select coalesce(wallets.type, 'WORLD') as wallet, entries.direction, entries.amount::text,
       entries.journal_ref as journal
     from payments.charges
     join payments.movements on movements.charge_id = charges.id and movements.kind = $2
     join ledger.journals on journals.transaction_ref = movements.transaction_ref
     join ledger.entries on entries.journal_ref = journals.journal_ref
     join ledger.accounts on accounts.id = entries.account_id
     left join wallets.wallets on wallets.account_ref = accounts.account_ref
     where charges.charge_ref = $1
     order by entries.position`,
    [charge_ref, kind],
  );
}

describe("FLOW FINAL (TIDAK RANCU)", () => {
  it("Payment Provider ↓ transactions (PAID)", async () => {
    expect(await charge()).toMatchObject({ status: "PENDING", paid_at: null });
    await payGift(promised);

    await expect.poll(async () => (await charge()).status, patient).toBe("PAID");
    expect(await charge()).toMatchObject({
      ...{ amount: "10001", fee_percentage: "0.0500", currency: "IDR" },
      ...{ fee_amount: fee, net_amount: net, rounding_amount: rounding },
      ...{ rounding_strategy: "FLOOR_TO_PLATFORM", paid_at: expect.any(String), settled_at: null },
    });
  });

  it("transactions (PAID) ↓ wallet_ledger_entries (atomic tx)", async () => {
    const entries = await entriesOf("PAY");

    expect(entries.map(({ wallet, direction, amount }) => [wallet, direction, amount])).toEqual([
      ["WORLD", "DEBIT", "10001"],
      ["PENDING", "CREDIT", net],
      ["PLATFORM", "CREDIT", fee],
    ]);
    expect(new Set(entries.map(({ journal }) => journal)).size).toBe(1);
  });

  it("wallet_ledger_entries ↓ wallets.balance (projection)", async () => {
    expect(await balances()).toEqual({ pending: net, cash: "0", fees: fee });
    expect((await theatre.site.api.get("/v1/ledger/integrity")).body).toMatchObject({ ok: true });
  });

  it("wallets.balance (projection) ↓ donation_messages (UX fact)", async () => {
    await expect.poll(async () => (await donation()).paid_at, patient).toBeTruthy();

    expect(await donation()).toMatchObject({
      ...{ amount: "10001", fee_amount: fee, net_amount: net, seq: 1 },
      ...{ donor_name: "Sari", message: gift.message, media_type: "TTS" },
      ...{ played_at: null, playback_outcome: null },
    });
  });

  it("donation_messages (UX fact) ↓ Redis queue", async () => {
    // What the seed keeps in Redis is kept by the stage of the streamer; nobody has an overlay open yet.
    const queue = async () => (await streamer.ask("GET", "/v1/overlays/stage")).queue;
    await expect
      .poll(queue, patient)
      .toMatchObject([
        { donation_ref: promised.donationRef, state: "QUEUED", message: gift.message },
      ]);
    expect(await donation()).toMatchObject({ played_at: null });
  });

  it("Redis queue ↓ Overlay render", async () => {
    const visit = await theatre.visitor();
    overlay = await openOverlay(visit.page, streamer.link);
    await overlay.page.locator(".alert.is-in").waitFor();

    expect(await overlay.page.locator(".alert-message").innerText()).toBe(gift.message);
    await expect.poll(() => overlay.heard, patient).toHaveLength(2);
    const heard = overlay.heard;
    expect(heard.map((source) => new URL(source).pathname.split("/")[2])).toEqual([
      "sounds",
      "speech",
    ]);
    for (const source of heard) {
      await expect.poll(() => overlay.loudest(source), patient).toBeGreaterThan(0.05);
    }
    expect(await donation()).toMatchObject({ played_at: null });
  });

  it("Overlay render ↓ WS FINISHED", async () => {
    await expect.poll(() => overlay.said("FINISHED"), patient).toHaveLength(1);

    const [play] = overlay.told("PLAY");
    expect(play?.d.donation_ref).toBe(promised.donationRef);
    const [started] = overlay.said("STARTED");
    const [finished] = overlay.said("FINISHED");
    expect([started?.d, finished?.d]).toEqual([
      { playback_ref: play?.d.playback_ref },
      { playback_ref: play?.d.playback_ref },
    ]);
  });

  it("WS FINISHED ↓ UPDATE donation_messages.played_at", async () => {
    await expect.poll(async () => (await donation()).played_at, patient).toBeTruthy();

    expect(await donation()).toMatchObject({ playback_outcome: "PLAYED" });
    expect(overlay.seen).toEqual([gift.message]);
    expect((await streamer.ask("GET", "/v1/overlays/stage")).queue).toEqual([]);
  });
});

it("pays out nothing before it is settled, and the same to the rupiah afterwards", async () => {
  expect(await balances()).toEqual({ pending: net, cash: "0", fees: fee });
  const { external_reference } = await charge();
  const settle = `${theatre.provider.url}/control/charges/${external_reference}/settle`;
  await fetch(settle, { method: "POST", body: "{}" });

  await expect.poll(async () => (await charge()).status, patient).toBe("SETTLED");
  expect(await balances()).toEqual({ pending: "0", cash: net, fees: fee });
  const moved = await entriesOf("SETTLE");
  expect(moved.map(({ wallet, direction, amount }) => [wallet, direction, amount])).toEqual([
    ["PENDING", "DEBIT", net],
    ["CASH", "CREDIT", net],
  ]);
  expect((await theatre.site.api.get("/v1/ledger/integrity")).body).toMatchObject({ ok: true });
  expect(theatre.complaints()).toEqual([]);
});
