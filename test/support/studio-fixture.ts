import type { StageSnapshot } from "../../src/overlays/stage-snapshot.ts";
import { goalFixture, streamerFixture } from "./donate-fixture.ts";

export const streamerRef = "01JD3Z8K4M6N7P8Q9R0S1T2V3W";
const ref = (n: number) => `01JD3Z8K4M6N7P8Q9R0S1T2A${String(n).padStart(2, "0")}`;
const moment = "2026-11-21T01:16:30.000Z";

export const tokensFixture = {
  ...{ access_token: "access-1", token_type: "Bearer", expires_in: 900 },
  scope:
    "account:read account:write donations:read donations:write overlays:read overlays:write " +
    "overlays:control wallets:read payments:read payments:write",
  ...{ refresh_token: `rt_${ref(1)}.${"x".repeat(43)}`, refresh_expires_at: moment },
  ...{ session_ref: ref(2), session_expires_at: moment, user_ref: streamerRef },
};

const { min_amount, max_amount, min_alert_amount, quick_amounts, tiers } = streamerFixture;

export const ownPageFixture = {
  ...{ streamer_ref: streamerRef, slug: "budi", display_name: "Budi", currency: "IDR" },
  settings: {
    ...{ is_accepting: true, bio: "Main game tiap malam.", running_text: "" },
    ...{ min_amount, max_amount, min_alert_amount, quick_amounts, max_message_characters: 200 },
    anonymous_name: "Seseorang",
    tiers: [
      ...tiers,
      { ...tiers[0], min_amount: "50000", theme: "bold", sound: "chime" },
      { ...tiers[0], min_amount: "200000", theme: "neon", sound: "fanfare" },
    ],
    speech: { ...streamerFixture.speech, voice: "" },
    media: { ...streamerFixture.media, volume: 60 },
    moderation: {
      ...{ hold: "FLAGGED", banned_words: ["jelek"], on_banned_word: "CENSOR" },
      ...{ on_link: "REMOVE", banned_titles: [] },
    },
    leaderboard: { period: "MONTH", size: 10 },
  },
  ...{ version: 3, created_at: moment, updated_at: moment },
};

const lowest = { ...tiers[0], min_amount: "1.00" };

/** A page abroad: in dollars, and English on the stage. */
export const dollarPageFixture = {
  ...ownPageFixture,
  currency: "USD",
  settings: {
    ...ownPageFixture.settings,
    ...{ min_amount: "1.00", max_amount: "1000.00", min_alert_amount: "1.00" },
    ...{ quick_amounts: ["1.00", "2.50", "5.00", "10.00"], anonymous_name: "Somebody" },
    tiers: [lowest, { ...lowest, min_amount: "20.00", theme: "neon" }],
    speech: { is_on: true, min_amount: "1.00", language: "en-US", voice: "" },
    media: { ...ownPageFixture.settings.media, min_amount: "1.00", price_per_second: "0.05" },
  },
};

const item: StageSnapshot["queue"][number] = {
  donation_ref: ref(10),
  kind: "LIVE",
  seq: 10,
  state: "QUEUED",
  ...{ name: "Sari", amount_text: "Rp25.000", amount: "25000", currency: "IDR" },
  ...{ message: "Semangat!", has_sound: true },
  ...{ has_video: false, duration_ms: 8_000, paid_at: moment, attempts: 0 },
};
const { state: _state, ...ended } = item;

const page = { overlay_ref: ref(30), connected_at: moment, last_heard_at: moment };

export const snapshotFixture: StageSnapshot = {
  ...{ rev: 1, is_paused: false, is_muted: false, volume: 0.8, hold: null },
  health: "OK",
  current: { ...item, playback_ref: ref(20), state: "PLAYING", started_at: moment },
  queue: [
    { ...item, donation_ref: ref(11), seq: 11, name: "Pak Dé", has_video: true },
    { ...item, donation_ref: ref(12), seq: 12, amount: "1000000", message: "" },
  ],
  queue_length: 2,
  awaiting: [{ ...item, donation_ref: ref(13), seq: 13, state: "AWAITING_MODERATION" }],
  ended: [
    { ...ended, donation_ref: ref(9), outcome: "PLAYED", reason: null, ended_at: moment },
    { ...ended, donation_ref: ref(8), outcome: "FAILED", reason: "YT_150", ended_at: moment },
  ],
  pages: [
    { ...page, conn: "c1", kind: "obs", is_leader: true, health: "OK" },
    { ...page, conn: "c2", kind: "browser", is_leader: false, health: "NO_AUDIO" },
  ],
  unwritten_facts: 0,
};

export const overlayFixture = {
  ...{ overlay_ref: ref(30), owner_ref: streamerRef, name: "Alert", parts: ["ALERTS", "GOALS"] },
  ...{ is_mirror: false, position: "TOP", scale_percent: 100, version: 1 },
  ...{ created_at: moment, updated_at: moment },
};

/** A countdown that stands. */
export const timerFixture = {
  ...{ streamer_ref: streamerRef, unit_amount: "10000", currency: "IDR", seconds_per_unit: 60 },
  ...{ ends_at: null, remaining_seconds: 3_725, latest_end_at: null, version: 2 },
  updated_at: moment,
};

export const stageSettingsFixture = {
  ...{ gap_ms: 250, order: "PAID", backlog: "ASK", max_age_s: null },
};

export const donationFixture = {
  ...{ donation_ref: ref(10), charge_ref: ref(40), streamer_ref: streamerRef, currency: "IDR" },
  ...{ amount: "25000", fee_amount: "425", net_amount: "24575", media_type: "TTS" },
  ...{ donor_name: "Sari", message: "Semangat!", playback_outcome: "PLAYED" },
  ...{ created_at: moment, paid_at: moment, refunded_at: null, returned_amount: "0" },
};

const wallet = {
  ...{ owner_ref: streamerRef, currency: "IDR", status: "ACTIVE", freeze_mode: null, version: 1 },
  ...{ created_at: moment, updated_at: moment, closed_at: null },
};
const balance = { currency: "IDR", pending_in: "0", overdraft: "0", version: 9, as_of: moment };

/** A streamer with money in every place that there is. */
export const moneyFixture = {
  wallets: [
    { ...wallet, wallet_ref: ref(50), type: "PENDING", name: "Pending", slug: "pending" },
    { ...wallet, wallet_ref: ref(51), type: "CASH", name: "Main", slug: "main" },
  ],
  pending: {
    ...balance,
    wallet_ref: ref(50),
    balance: "75000",
    pending_out: "0",
    available: "75000",
  },
  cash: {
    ...{ ...balance, wallet_ref: ref(51) },
    ...{ balance: "300000", pending_out: "50000", available: "250000" },
  },
  charges: [
    { charge_ref: ref(41), currency: "IDR", paid_at: "2026-11-20T05:00:00.000Z" },
    { charge_ref: ref(40), currency: "IDR", paid_at: "2026-11-18T05:00:00.000Z" },
  ],
  account: {
    ...{ beneficiary_ref: ref(60), owner_ref: streamerRef, channel_code: "ID_BCA" },
    ...{ account_ends_in: "7890", holder_name: "Budi Santoso", currency: "IDR", status: "ACTIVE" },
    created_at: moment,
  },
  payout: {
    ...{
      payout_ref: ref(61),
      owner_ref: streamerRef,
      beneficiary_ref: ref(60),
      wallet_ref: ref(51),
    },
    ...{ amount: "50000", currency: "IDR", provider: "SANDBOX", status: "SENT", attempts: 1 },
    ...{ failure_reason: null, hold_transaction_ref: null, transaction_ref: null },
    ...{ return_transaction_ref: null, version: 2 },
    ...{ created_at: "2026-11-21T05:00:00.000Z", updated_at: "2026-11-21T05:00:00.000Z" },
  },
};

export const goalsFixture = { data: [{ ...goalFixture, streamer_ref: streamerRef }] };

/** A month of donations that ends today. */
export function earningsFixture(scale = 1n) {
  const days = Array.from({ length: 30 }, (_, n) => {
    const day = new Date(Date.now() - (29 - n) * 86_400_000).toLocaleDateString("sv-SE");
    const amount = BigInt(((n * 37) % 11) * 25_000) * scale;
    const fee = (amount * 17n) / 1_000n;
    return {
      ...{ day, donations: (n * 37) % 11, amount: String(amount), fee_amount: String(fee) },
      ...{ net_amount: String(amount - fee), refunded_amount: "0" },
    };
  });
  return { currency: "IDR", days: days.filter(({ donations }) => donations > 0) };
}
