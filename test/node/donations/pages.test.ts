import { expect, it } from "vitest";
import { newOwner, operator, write } from "../../support/bank.ts";
import { bodyOf, openDonations } from "../../support/donations.ts";

const world = await openDonations();
const { bank, donations, openPage, donate, pay, told } = world;
const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

it("opens one page for somebody, with rules that are whole, and none for anybody else", async () => {
  const owner = newOwner();
  const wanted = { ownerRef: owner.ownerRef, displayName: "Budi", currency: "USD" };
  const { result } = await donations.openStreamer(owner, { write: write(), ...wanted });
  expect(result).toMatchObject({ currency: "USD", settings: { min_amount: "1.00" } });
  expect(result.slug).toBe(`s-${owner.ownerRef.toLowerCase()}`);
  expect(await bank.eventsOf(owner.ownerRef)).toEqual(["streamer.opened"]);

  const again = donations.openStreamer(owner, { write: write(), ...wanted, slug: "another" });
  await expect(again).rejects.toEqual(refusal("streamer_exists"));
  const stranger = donations.openStreamer(newOwner(), { write: write(), ...wanted });
  await expect(stranger).rejects.toEqual(refusal("streamer_not_found"));
});

it("gives an address to one page only", async () => {
  const [one, other] = [await openPage(), await openPage()];
  const change = (streamerRef: string) => ({
    write: write(),
    streamerRef,
    expectedVersion: null,
    slug: `kopi-${one.page.slug.slice(-8)}`,
    settings: {},
  });
  await donations.updateSettings(one.owner, change(one.owner.ownerRef));
  const second = donations.updateSettings(other.owner, change(other.owner.ownerRef));
  await expect(second).rejects.toEqual(refusal("streamer_slug_taken"));
});

it("changes rules only for who has read them last, and names every amount that is not one", async () => {
  const { owner, page } = await openPage();
  const change = { write: write(), streamerRef: owner.ownerRef, settings: { bio: "Halo" } };
  await donations.updateSettings(owner, { ...change, expectedVersion: String(page.version) });
  const late = { ...change, write: write(), expectedVersion: String(page.version) };
  await expect(donations.updateSettings(owner, late)).rejects.toEqual(
    refusal("precondition_failed"),
  );

  const bad = { min_amount: "1.5", quick_amounts: ["10000", "ten"] };
  const wrong = { ...change, write: write(), expectedVersion: null, settings: bad };
  await expect(donations.updateSettings(owner, wrong)).rejects.toMatchObject({
    code: "validation_failed",
    extensions: {
      errors: [{ pointer: "/settings/min_amount" }, { pointer: "/settings/quick_amounts/1" }],
    },
  });
  expect((await donations.getSettings(owner, owner.ownerRef)).settings.bio).toBe("Halo");
});

it("shows a donor the offer and not what is taken out of messages", async () => {
  const { page } = await openPage({
    moderation: {
      hold: "FLAGGED",
      banned_words: ["rahasia"],
      on_banned_word: "CENSOR",
      on_link: "REMOVE",
      banned_titles: [],
    },
  });
  const shown = await donations.getStreamer({ slug: page.slug, ip: null });
  expect(shown.tiers).toHaveLength(3);
  expect(JSON.stringify(shown)).not.toContain("rahasia");
  await expect(donations.getStreamer({ slug: "nobody-at-all", ip: null })).rejects.toEqual(
    refusal("streamer_not_found"),
  );
});

it.each([
  ["closed", { is_accepting: false }, {}, "donations_closed"],
  ["too little", {}, { amount: "999" }, "donation_amount_out_of_range"],
  ["too much", {}, { amount: "10000001" }, "donation_amount_out_of_range"],
  ["another currency", {}, { currency: "USD", amount: "2.00" }, "donation_currency_differs"],
  ["decimals of a rupiah", {}, { amount: "10000.50" }, "validation_failed"],
  ["a long message", {}, { message: "a".repeat(201) }, "message_too_long"],
  ["speech for too little", {}, { amount: "9999", media_type: "TTS" }, "speech_not_offered"],
  ["a video for too little", {}, video({ amount: "9999" }), "media_not_offered"],
  ["no link", {}, video({ media_link: "https://example.test/x" }), "media_not_playable"],
  ["a missing video", {}, video({ media_link: "sakuMissing" }), "media_not_playable"],
  ["a video for adults", {}, video({ media_link: "sakuAdults_" }), "media_not_playable"],
  ["more of it than is there", {}, video({ media_end_seconds: 214 }), "media_not_playable"],
  ["more than a tier allows", {}, video({ media_end_seconds: 181 }), "media_too_long"],
  ["more than was paid for", {}, video({ media_end_seconds: 51 }), "media_needs_more"],
] as const)("refuses %s before anybody is charged", async (_name, settings, body, code) => {
  const { page } = await openPage(settings);
  const before = world.charges.size;
  await expect(donate(page, body)).rejects.toEqual(refusal(code));
  expect(world.charges.size).toBe(before);
});

function video(changes: object) {
  return { media_type: "YOUTUBE" as const, media_link: "https://youtu.be/sakuExample", ...changes };
}

it("plays as much of a video as the amount buys, from where the link says", async () => {
  const { page } = await openPage();
  const link = "https://www.youtube.com/watch?v=sakuExample&t=1m";
  const body = bodyOf({ amount: "25000", media_type: "YOUTUBE", media_link: link });
  const quote = await donations.quote({ slug: page.slug, body, ip: null });
  expect(quote.media).toEqual({
    video_id: "sakuExample",
    title: "Lagu contoh",
    start_seconds: 60,
    end_seconds: 110,
  });
  const promised = await donate(page, body);
  await pay(promised.donation_ref);
  const last = told.findLast((said) => said.what === "enqueue");
  expect(last).toMatchObject({
    donation: { content: { media: { video_id: "sakuExample", start_s: 60, end_s: 110 } } },
  });
});

it("charges nobody for a video that could not be checked, and asks once for one that could", async () => {
  const asked: string[] = [];
  let isAway = true;
  const odd = await openDonations({
    videos: async (videoId) => {
      asked.push(videoId);
      if (isAway) throw new Error("away");
      return world.deps.videos(videoId);
    },
  });
  const { page } = await odd.openPage();
  await expect(odd.donate(page, video({}))).rejects.toEqual(refusal("media_check_unavailable"));
  expect(odd.charges.size).toBe(0);
  isAway = false;
  await odd.donate(page, video({}));
  await odd.donate(page, video({}));
  expect(asked).toHaveLength(2);
});

it("adds up for the leaderboard by the name that is shown, without what went back", async () => {
  const { page } = await openPage();
  const give = async (donor_name: string, amount: string) => {
    const { donation_ref } = await donate(page, { donor_name, amount });
    await pay(donation_ref);
    return donation_ref;
  };
  await give("Sari", "20000");
  await give("sari", "15000");
  await give("Tono", "30000");
  await pay(await give("Wati", "90000"), "CHARGEBACK");
  expect((await donations.getLeaderboard({ slug: page.slug, ip: null })).data).toEqual([
    { donor: expect.stringMatching(/^sari$/i), amount: "35000", currency: "IDR", donations: 2 },
    { donor: "Tono", amount: "30000", currency: "IDR", donations: 1 },
  ]);
});

it("tells a streamer day by day what was given and what arrived, to the rupiah", async () => {
  const { page, owner } = await openPage();
  for (const amount of ["10001", "25000"]) await pay((await donate(page, { amount })).donation_ref);
  const asked = { streamerRef: owner.ownerRef, from: "2020-01-01", until: "2999-12-31" };
  const earnings = await donations.getEarnings(owner, { ...asked, timeZone: "Asia/Jakarta" });
  expect(earnings).toEqual({
    currency: "IDR",
    days: [
      {
        day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        donations: 2,
        amount: "35001",
        fee_amount: "1751",
        net_amount: "33250",
        refunded_amount: "0",
      },
    ],
  });
  const stranger = donations.getEarnings(newOwner(), { ...asked, timeZone: "UTC" });
  await expect(stranger).rejects.toEqual(refusal("streamer_not_found"));
});

it("finds nothing wrong between donations and charges, and says so when a charge is another's", async () => {
  const strict = await openDonations();
  const { page } = await strict.openPage();
  const { donation_ref } = await strict.donate(page);
  const charge = await strict.pay(donation_ref);
  expect(await strict.donations.reconcileCharges()).toMatchObject({ checked: 1, faults: [] });
  strict.charges.set(charge.chargeRef, { ...charge, payeeRef: operator.ownerRef });
  const { faults } = await strict.donations.reconcileCharges();
  expect(faults).toEqual([`donation ${donation_ref} has no such charge`]);
});

it("counts who looks at pages, and at new videos, by where they look from", async () => {
  const taken: string[] = [];
  const counted = await openDonations({
    limits: {
      take: async (rule, subject) => {
        taken.push(`${rule} ${subject}`);
        return null;
      },
    },
  });
  const { page } = await counted.openPage();
  const look = { slug: page.slug, ip: "192.0.2.7" };
  await counted.donations.getStreamer(look);
  await counted.donations.getLeaderboard(look);
  expect(taken).toEqual(["donation_page_ip 192.0.2.7", "donation_page_ip 192.0.2.7"]);
  const body = bodyOf(video({ media_link: "sakuExample" }));
  for (let n = 0; n < 2; n += 1) await counted.donations.quote({ ...look, body });
  expect(taken.filter((one) => one === "video_ip 192.0.2.7")).toHaveLength(1);
});

it("writes every amount of a page with all decimals of its currency, however it was typed", async () => {
  const owner = newOwner();
  const about = { ownerRef: owner.ownerRef, displayName: "Budi", currency: "USD" };
  await donations.openStreamer(owner, { write: write(), ...about });
  const { settings } = await donations.getSettings(owner, owner.ownerRef);
  const [tier] = settings.tiers;
  const changes = {
    ...{ min_amount: "5", quick_amounts: ["5", "7.5"], speech: { ...settings.speech } },
    tiers: tier ? [{ ...tier, min_amount: "5" }] : [],
    media: { ...settings.media, price_per_second: "0.1" },
  };
  const change = { streamerRef: owner.ownerRef, expectedVersion: null, settings: changes };
  const { result } = await donations.updateSettings(owner, { write: write(), ...change });

  expect(result.settings).toMatchObject({
    ...{ min_amount: "5.00", quick_amounts: ["5.00", "7.50"], max_amount: "1000.00" },
    ...{ tiers: [{ min_amount: "5.00" }], media: { price_per_second: "0.10" } },
  });
});
