const ref = (n: number) => `01JD3Z8K4M6N7P8Q9R0S1T2V${String(n).padStart(2, "0")}`;

export const goalFixture = {
  ...{ goal_ref: ref(1), streamer_ref: ref(0), currency: "IDR" },
  ...{ title: "Mikrofon baru", target: "2500000", starting_amount: "0", current: "1250000" },
  ...{ version: 3, reached_at: null, ended_at: null },
  ...{ created_at: "2026-11-01T00:00:00.000Z", updated_at: "2026-11-21T00:00:00.000Z" },
  milestones: [{ title: "Setengahnya", amount: "1250000", is_reached: true }],
};

/** A streamer's page as everybody sees it. */
export const streamerFixture = {
  ...{ slug: "budi", display_name: "Budi", currency: "IDR", bio: "Main game tiap malam." },
  ...{ running_text: "", is_accepting: true, min_amount: "1000", max_amount: "10000000" },
  ...{ min_alert_amount: "1000", quick_amounts: ["10000", "20000", "50000", "100000"] },
  max_message_characters: 200,
  tiers: [
    {
      ...{ min_amount: "1000", theme: "calm", sound: "drop", duration_ms: 8_000 },
      ...{ max_speech_characters: 200, max_media_seconds: 180 },
    },
  ],
  speech: { is_on: true, min_amount: "10000", language: "id-ID" },
  media: { is_on: true, min_amount: "10000", price_per_second: "500", min_views: 0 },
  goals: [goalFixture],
};

/** A page abroad: in dollars, and English on the stage. */
export const dollarStreamerFixture = {
  ...streamerFixture,
  ...{ currency: "USD", min_amount: "1.00", max_amount: "1000.00", min_alert_amount: "1.00" },
  quick_amounts: ["1.00", "2.50", "5.00", "10.00"],
  tiers: streamerFixture.tiers.map((tier) => ({ ...tier, min_amount: "1.00" })),
  speech: { is_on: true, min_amount: "1.00", language: "en-US" },
  media: { is_on: true, min_amount: "1.00", price_per_second: "0.05", min_views: 0 },
  goals: [],
};

export const leaderboardFixture = {
  period: "MONTH",
  data: [
    { donor: "Sari", amount: "1250000", currency: "IDR", donations: 4 },
    { donor: "Pak Dé", amount: "50000", currency: "IDR", donations: 1 },
  ],
};

export const quoteFixture = {
  ...{ amount: "25000", fee_amount: "425", net_amount: "24575", currency: "IDR" },
  ...{ tier: 0, theme: "calm", sound: "drop", duration_ms: 8_000 },
  ...{ is_shown: true, is_held: false, donor_display: "Sari", message_display: "Semangat!" },
  ...{ media_type: "TTS", media: null },
};

export const promisedFixture = {
  ...quoteFixture,
  ...{ donation_ref: ref(5), watch_token: `dw_${"a".repeat(43)}`, state: "AWAITING_PAYMENT" },
  qr: "00020101021226610016ID.CO.SHOPEE.WWW01189360091800000000180202180303UBE51440014ID.CO.QRIS.WWW0215ID20200000000180303UBE520457325303360540825000.005802ID5904Budi6007Jakarta61051234062070703A0163045E2D",
  ...{ redirect_url: null, pay_until: "2099-11-21T01:00:00.000Z" },
  created_at: "2026-11-21T00:00:00.000Z",
};

export const stateFixture = {
  ...{ donation_ref: ref(5), state: "AWAITING_PAYMENT", amount: "25000", currency: "IDR" },
  ...{ unpaid_because: null, paid_at: null, played_at: null },
};
