import { expect, it } from "vitest";
import { write } from "../../support/bank.ts";
import { openDonations, type Told } from "../../support/donations.ts";

const world = await openDonations();
const { donations, openPage, donate, pay, told } = world;
const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

const toldOf = (donationRef: string): Told[] =>
  told.filter((said) =>
    said.what === "enqueue"
      ? said.donation.donationRef === donationRef
      : said.what !== "widget" && said.donationRef === donationRef,
  );
const moderation = (changes: object) => ({
  moderation: {
    hold: "FLAGGED" as const,
    banned_words: ["buruk"],
    on_banned_word: "CENSOR" as const,
    on_link: "REMOVE" as const,
    banned_titles: [],
    ...changes,
  },
});

it("tells the stage of a paid donation, in words that are final", async () => {
  const { page } = await openPage();
  const { donation_ref } = await donate(page);
  expect(toldOf(donation_ref)).toEqual([]);
  await pay(donation_ref);

  expect(toldOf(donation_ref)).toEqual([
    {
      what: "enqueue",
      donation: {
        donationRef: donation_ref,
        seq: 1,
        priority: 0,
        isHeld: false,
        awaitsSpeech: false,
        paidAtMs: expect.any(Number),
        content: {
          view: {
            title: "Sari berdonasi Rp25.000",
            name: "Sari",
            ...{ amount_text: "Rp25.000", amount: "25000", currency: "IDR" },
            message: "Semangat!",
            variant: "calm",
            duration_ms: 8_000,
            image: null,
          },
          audio: [{ src: "/v1/sounds/drop", gain: 0.8, duration_ms: 820 }],
          media: null,
        },
      },
    },
  ]);
});

it("names nobody who hides, and shows no message that is private, not even to the stage", async () => {
  const { page, owner } = await openPage();
  const hidden = await donate(page, { is_anonymous: true, is_private: true, media_type: "TTS" });
  await pay(hidden.donation_ref);

  expect(JSON.stringify(toldOf(hidden.donation_ref))).not.toMatch(/Sari|Semangat/);
  const seen = await donations.get(owner, hidden.donation_ref);
  expect(seen).toMatchObject({ donor_name: null, message: "Semangat!", media_type: "NONE" });
  expect((await donations.getLeaderboard({ slug: page.slug, ip: null })).data).toEqual([]);
});

it("has a message read aloud once, keeps the audio, and gives it to whoever holds its ticket", async () => {
  const { page } = await openPage();
  const spoken = await donate(page, { media_type: "TTS" });
  await pay(spoken.donation_ref);

  const [first, second] = toldOf(spoken.donation_ref);
  expect(first).toMatchObject({ what: "enqueue", donation: { awaitsSpeech: true } });
  const clip = second?.what === "speech" ? second.clip : null;
  expect(clip?.duration_ms).toBeGreaterThan(400);

  const ticket = clip?.src.replace("/v1/speech/", "") ?? "";
  const audio = await donations.readSpeech(ticket);
  expect(audio.contentType).toBe("audio/wav");
  await expect(donations.readSpeech(`${ticket.slice(0, -1)}!`)).rejects.toEqual(
    refusal("speech_not_found"),
  );
  await expect(donations.readSpeech(ticket.replace(/^./, "z"))).rejects.toEqual(
    refusal("speech_not_found"),
  );

  const again = await donate(page, { media_type: "TTS" });
  await pay(again.donation_ref);
  expect(toldOf(again.donation_ref)).toEqual([
    expect.objectContaining({ donation: expect.objectContaining({ awaitsSpeech: false }) }),
  ]);
});

it("plays without speech when nobody can speak, and says so to the stage that waits", async () => {
  const mute = await openDonations({
    voice: { name: "mute", speak: () => Promise.reject(new Error("no voice")) },
  });
  const { page } = await mute.openPage();
  const { donation_ref } = await mute.donate(page, { media_type: "TTS" });
  await mute.pay(donation_ref);
  expect(mute.told).toContainEqual({ what: "speech", donationRef: donation_ref, clip: null });
});

it("marks a donation paid though the stage is away, and tells it again when asked to catch up", async () => {
  let isAway = true;
  const { deps } = await openDonations();
  const enqueued: string[] = [];
  const dark = await openDonations({
    stage: {
      ...deps.stage,
      enqueue: async (_streamer, { donationRef }) => {
        if (isAway) throw new Error("dark");
        enqueued.push(donationRef);
      },
    },
    // A minute later, because what was paid a moment ago is still being told.
    clock: { now: () => new Date(Date.now() + 60_000) },
  });
  const { page, owner } = await dark.openPage();
  const { donation_ref } = await dark.donate(page);
  await dark.pay(donation_ref);
  expect((await dark.donations.get(owner, donation_ref)).seq).toBe(1);

  isAway = false;
  await dark.donations.catchUp();
  expect(enqueued).toContain(donation_ref);
});

it("finds a paid charge that nobody told of", async () => {
  const { page, owner } = await openPage();
  const { donation_ref } = await donate(page);
  const charge = await world.chargeOf(donation_ref);
  world.charges.set(charge.chargeRef, {
    ...charge,
    status: "PAID",
    paidAt: new Date().toISOString(),
  });
  // The charges of other tests may have been read before this one was paid.
  const fresh = await openDonations({ database: world.deps.database, charges: world.deps.charges });
  await fresh.donations.catchUp();
  expect((await donations.get(owner, donation_ref)).paid_at).not.toBeNull();
});

it.each([
  ["CENSOR", "dasar *** banget", []],
  ["HOLD", "dasar buruk banget", ["BANNED_WORD"]],
] as const)(
  "does with a banned word what the streamer says: %s",
  async (action, shown, heldFor) => {
    const { page, owner } = await openPage(moderation({ on_banned_word: action }));
    const { donation_ref } = await donate(page, { message: "dasar buruk banget" });
    await pay(donation_ref);
    const seen = await donations.get(owner, donation_ref);
    expect(seen).toMatchObject({ message: "dasar buruk banget", message_display: shown });
    expect(seen.held_for).toEqual(heldFor);
  },
);

it("refuses a banned word before anybody is charged, if the streamer says so", async () => {
  const { page } = await openPage(moderation({ on_banned_word: "REFUSE" }));
  const before = world.charges.size;
  await expect(donate(page, { message: "Buruk!" })).rejects.toEqual(refusal("message_not_welcome"));
  expect(world.charges.size).toBe(before);
});

it("holds back what waits for a moderator, and lets it be shown when they say so", async () => {
  const { page, owner } = await openPage(moderation({ hold: "EVERYTHING" }));
  const { donation_ref, watch_token } = await donate(page);
  const judge = { write: write(), donationRef: donation_ref };
  await expect(donations.approve(owner, judge)).rejects.toEqual(refusal("donation_not_paid"));
  await pay(donation_ref);
  expect(toldOf(donation_ref)).toMatchObject([{ donation: { isHeld: true } }]);
  const state = { donationRef: donation_ref, token: watch_token };
  expect((await donations.getState(state)).state).toBe("IN_REVIEW");

  const approve = { write: write(), donationRef: donation_ref };
  const { result } = await donations.approve(owner, approve);
  expect(result).toMatchObject({ moderation_status: "APPROVED", moderated_by: owner.ownerRef });
  expect(toldOf(donation_ref).at(-1)).toMatchObject({ donation: { isHeld: false } });
  expect((await donations.approve(owner, approve)).isReplayed).toBe(true);
  const later = { write: write(), donationRef: donation_ref, mode: "SUPPRESS" } as const;
  await expect(donations.reject(owner, later)).rejects.toEqual(refusal("donation_not_waiting"));
});

it("shows nothing of what was suppressed, and the bare amount of what was censored", async () => {
  const { page, owner } = await openPage(moderation({ hold: "EVERYTHING" }));
  const [gone, bare] = [await donate(page), await donate(page)];
  for (const { donation_ref } of [gone, bare]) await pay(donation_ref);
  const reject = (donationRef: string, mode: "SUPPRESS" | "CENSOR") =>
    donations.reject(owner, { write: write(), donationRef, mode });

  await reject(gone.donation_ref, "SUPPRESS");
  expect(toldOf(gone.donation_ref).at(-1)).toMatchObject({ what: "withdraw", outcome: "REJECTED" });
  await reject(bare.donation_ref, "CENSOR");
  const last = toldOf(bare.donation_ref).at(-1);
  expect(last).toMatchObject({ donation: { isHeld: false, content: { view: { message: "" } } } });
  expect(JSON.stringify(last)).not.toMatch(/Sari|Semangat/);
  expect(JSON.stringify(last)).toContain("Seseorang");
  const { items } = await donations.unplayed(owner.ownerRef);
  expect(items.map(({ donationRef }) => donationRef)).toEqual([bare.donation_ref]);
});

it("plays no video of a donation that was censored", async () => {
  const { page, owner } = await openPage(moderation({ hold: "EVERYTHING" }));
  const video = { media_type: "YOUTUBE", media_link: "https://youtu.be/sakuExample" } as const;
  const { donation_ref } = await donate(page, video);
  await pay(donation_ref);
  await donations.reject(owner, { write: write(), donationRef: donation_ref, mode: "CENSOR" });

  const last = toldOf(donation_ref).at(-1);
  expect(last).toMatchObject({ donation: { isHeld: false, content: { media: null } } });
});

it("gives a stage that lost everything what is still to be shown, and nothing that has ended", async () => {
  const { page, owner } = await openPage();
  const refs = [];
  for (let n = 0; n < 4; n += 1) refs.push((await donate(page)).donation_ref);
  const [played = "", refunded = "", third = "", unpaid = ""] = refs;
  for (const ref of [third, played, refunded]) await pay(ref);
  const endedAtMs = Date.now();
  await donations.recordPlayback({
    donationRef: played,
    outcome: "PLAYED",
    reason: null,
    endedAtMs,
  });
  await pay(refunded, "REFUNDED");

  const { items, isWhole } = await donations.unplayed(owner.ownerRef);
  expect(items.map(({ donationRef }) => donationRef)).toEqual([third]);
  expect(isWhole).toBe(true);
  expect(items.map(({ donationRef }) => donationRef)).not.toContain(unpaid);
  expect(toldOf(refunded).at(-1)).toMatchObject({ what: "withdraw", outcome: "REFUNDED" });
});

it("shows nobody a donation below the least that is shown, and counts it all the same", async () => {
  const { page, owner } = await openPage({ min_alert_amount: "20000" });
  const { donation_ref, is_shown } = await donate(page, { amount: "5000" });
  expect(is_shown).toBe(false);
  await pay(donation_ref);
  expect(toldOf(donation_ref)).toEqual([]);
  expect(await donations.get(owner, donation_ref)).toMatchObject({
    playback_outcome: "REMOVED",
    playback_reason: "BELOW_ALERT_MINIMUM",
    seq: 1,
  });
});

it("lets one charge that cannot be handled hold up no other", async () => {
  const odd = await openDonations();
  const { page, owner } = await odd.openPage();
  const [wrong, right] = [await odd.donate(page), await odd.donate(page)];
  const paid = { status: "PAID", paidAt: new Date().toISOString() };
  for (const { donation_ref } of [wrong, right]) {
    const charge = await odd.chargeOf(donation_ref);
    odd.charges.set(charge.chargeRef, { ...charge, ...paid });
  }
  const charge = await odd.chargeOf(wrong.donation_ref);
  odd.charges.set(charge.chargeRef, { ...charge, amount: charge.amount + 1n });
  await odd.donations.catchUp();
  expect((await odd.donations.get(owner, wrong.donation_ref)).paid_at).toBeNull();
  expect((await odd.donations.get(owner, right.donation_ref)).seq).toBe(1);
});

it("tries an absent voice for a while after the payment, and not for hours", async () => {
  let spoken = 0;
  const later = { ms: 60_000 };
  const mute = await openDonations({
    clock: { now: () => new Date(Date.now() + later.ms) },
    voice: {
      name: "mute",
      speak: () => {
        spoken += 1;
        return Promise.reject(new Error("no voice"));
      },
    },
  });
  const { page } = await mute.openPage();
  await mute.pay((await mute.donate(page, { media_type: "TTS" })).donation_ref);
  await mute.donations.catchUp();
  expect(spoken).toBeGreaterThanOrEqual(2);
  const before = spoken;
  later.ms = 3_600_000;
  await mute.donations.catchUp();
  expect(spoken).toBe(before);
  expect(mute.told.at(-1)).toMatchObject({ what: "enqueue", donation: { awaitsSpeech: false } });
});
