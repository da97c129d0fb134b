import { expect, it } from "vitest";
import { events } from "../../../src/catalogue.ts";
import type { SettingsChanges } from "../../../src/donations/settings.ts";
import { newOwner, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { bodyOf, donor, openDonations } from "../../support/donations.ts";

const world = await openDonations();
const { bank, donations, openPage, donate, pay, chargeOf, told } = world;
const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

it("keeps the message and makes a charge for it, and nobody else learns what was written", async () => {
  const { page } = await openPage();
  const promised = await donate(page, { message: "Rahasia dapur" });

  expect(promised).toMatchObject({
    state: "AWAITING_PAYMENT",
    amount: "25000",
    fee_amount: "1250",
    net_amount: "23750",
    donor_display: "Sari",
    message_display: "Rahasia dapur",
    qr: expect.stringMatching(/^QR /),
  });
  expect(await bank.eventsOf(promised.donation_ref)).toEqual(["donation.created"]);
  const kept = await queryAs<{ text: string }>(
    bank.ownerUrl,
    "select payload::text as text from platform.outbox_events union all select reply::text from platform.idempotency_keys",
  );
  expect(kept.map(({ text }) => text).join()).not.toMatch(/Rahasia|Sari/);
});

it("answers a repetition with the same donation, and charges once", async () => {
  const { page } = await openPage();
  const input = { write: write(), slug: page.slug, body: bodyOf({}), ip: null };
  const first = await donations.create(donor, input);
  const second = await donations.create(donor, input);

  expect(second).toEqual({ result: first.result, isReplayed: true });
  const other = { ...input, body: bodyOf({ amount: "30000" }) };
  await expect(donations.create(donor, other)).rejects.toEqual(refusal("idempotency_key_reused"));
});

it("answers a repetition as it was agreed to, though the page has other rules by now", async () => {
  const { owner, page } = await openPage();
  const input = { write: write(), slug: page.slug, body: bodyOf({}), ip: null };
  const first = await donations.create(donor, input);
  const change = (settings: SettingsChanges) => {
    const wanted = { write: write(), streamerRef: owner.ownerRef, expectedVersion: null };
    return donations.updateSettings(owner, { ...wanted, settings });
  };
  const moderation = { ...page.settings.moderation, hold: "EVERYTHING" as const };
  await change({ moderation, min_alert_amount: "1000000" });
  expect(await donations.create(donor, input)).toEqual({ ...first, isReplayed: true });

  await change({ is_accepting: false });
  expect(await donations.create(donor, input)).toEqual({ ...first, isReplayed: true });
  await expect(donations.create(donor, { ...input, write: write() })).rejects.toEqual(
    refusal("donations_closed"),
  );
  const other = { ...input, body: bodyOf({ amount: "30000" }) };
  await expect(donations.create(donor, other)).rejects.toEqual(refusal("idempotency_key_reused"));
});

it("takes back again what a stage heard of only after it had been taken back", async () => {
  const later = await openDonations({ clock: { now: () => new Date(Date.now() + 60_000) } });
  const { page } = await later.openPage();
  const { donation_ref: donationRef } = await later.donate(page);
  await later.pay(donationRef);
  await later.pay(donationRef, "REFUNDED");
  // Its change of a charge was handled; what is left is that the stage may have heard of both the wrong way round.
  await later.donations.catchUp();
  later.told.length = 0;
  await later.donations.catchUp();
  expect(later.told).toContainEqual({ what: "withdraw", donationRef, outcome: "REFUNDED" });
});

it("goes on where it stopped when the provider failed the first time", async () => {
  let isAway = true;
  const shaky = await openDonations();
  const { create } = shaky.deps.charges;
  const broken = await openDonations({
    charges: {
      ...shaky.deps.charges,
      create: (charge) => (isAway ? Promise.reject(new Error("away")) : create(charge)),
    },
  });
  const { page } = await broken.openPage();
  const input = { write: write(), slug: page.slug, body: bodyOf({}), ip: null };
  await expect(broken.donations.create(donor, input)).rejects.toThrow("away");
  isAway = false;

  const { result } = await broken.donations.create(donor, input);
  expect(result.qr).toMatch(/^QR /);
  const [row] = await queryAs(
    broken.bank.ownerUrl,
    "select count(*)::integer as donations from donations.donation_messages",
  );
  expect(row).toEqual({ donations: 1 });
});

it("keeps the keys of one page's donors apart from those of another's", async () => {
  const [one, other] = [await openPage(), await openPage()];
  const shared = write("a key that two browsers made up");
  const at = (slug: string) => ({ write: shared, slug, body: bodyOf({}), ip: null });
  await donations.create(donor, at(one.page.slug));
  expect((await donations.create(donor, at(other.page.slug))).isReplayed).toBe(false);
});

it("numbers paid donations without gaps, however many are paid at once and told twice", async () => {
  const { page, owner } = await openPage();
  const promised = await Promise.all(Array.from({ length: 8 }, () => donate(page)));
  await Promise.all(promised.flatMap(({ donation_ref }) => [pay(donation_ref), pay(donation_ref)]));

  const { rows } = await donations.list(owner, { filters: {}, limit: 100, cursor: undefined });
  expect(rows.map(({ seq }) => seq).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
  for (const { donation_ref } of promised) {
    expect(await bank.eventsOf(donation_ref)).toEqual(["donation.created", "donation.paid"]);
  }
});

it("announces every step in the words of its schema, gaplessly and without anybody's words", async () => {
  const { page, owner } = await openPage({ moderation: { ...held } });
  const { donation_ref } = await donate(page);
  await pay(donation_ref);
  await donations.reject(owner, { write: write(), donationRef: donation_ref, mode: "CENSOR" });
  await donations.recordPlayback({ ...played, donationRef: donation_ref });
  await pay(donation_ref, "REFUNDED");

  const rows = await queryAs<{ event_type: string; sequence: string; payload: object }>(
    bank.ownerUrl,
    "select event_type, sequence, payload from platform.outbox_events where aggregate_ref = $1 order by sequence",
    [donation_ref],
  );
  expect(rows.map(({ event_type, sequence }) => `${sequence} ${event_type}`)).toEqual([
    "1 donation.created",
    "2 donation.paid",
    "3 donation.rejected",
    "4 donation.playback_ended",
    "5 donation.refunded",
  ]);
  for (const { event_type, payload } of rows) {
    const schema = events.find(({ type }) => type === event_type)?.data;
    expect(schema?.safeParse(payload).error).toBeUndefined();
    expect(JSON.stringify(payload)).not.toMatch(/Sari|Semangat/);
  }
});

const held = {
  hold: "EVERYTHING" as const,
  banned_words: [],
  on_banned_word: "CENSOR" as const,
  on_link: "REMOVE" as const,
  banned_titles: [],
};
const played = { outcome: "PLAYED", reason: null, endedAtMs: Date.now() } as const;

it("writes what became of it once: a second word changes nothing", async () => {
  const { page, owner } = await openPage();
  const { donation_ref } = await donate(page);
  await donations.recordPlayback({ ...played, donationRef: donation_ref });
  expect((await donations.get(owner, donation_ref)).playback_outcome).toBeNull();

  await pay(donation_ref);
  await donations.recordPlayback({ ...played, donationRef: donation_ref, outcome: "SKIPPED" });
  await donations.recordPlayback({ ...played, donationRef: donation_ref });
  expect(await donations.get(owner, donation_ref)).toMatchObject({
    playback_outcome: "SKIPPED",
    played_at: null,
  });
});

it("shows the donor what became of it, for their token and for no other", async () => {
  const { page } = await openPage();
  const { donation_ref, watch_token } = await donate(page);
  const other = await donate(page);
  const stateFor = (token: string) =>
    donations.getState({ donationRef: donation_ref, token }).then(({ state }) => state);

  expect(await stateFor(watch_token)).toBe("AWAITING_PAYMENT");
  for (const token of ["", "dw_", other.watch_token, `${watch_token}x`]) {
    await expect(stateFor(token)).rejects.toEqual(refusal("donation_not_found"));
  }
  await pay(donation_ref);
  expect(await stateFor(watch_token)).toBe("PAID");
  await donations.recordPlayback({ ...played, donationRef: donation_ref });
  expect(await stateFor(watch_token)).toBe("SHOWN");
  await pay(donation_ref, "REFUNDED");
  expect(await stateFor(watch_token)).toBe("REFUNDED");
});

it.each(["FAILED", "EXPIRED", "CANCELLED"])(
  "tells the donor that a charge that is %s took nothing, and that this is why",
  async (status) => {
    const { page } = await openPage();
    const { donation_ref, watch_token } = await donate(page);
    const charge = await chargeOf(donation_ref);
    world.charges.set(charge.chargeRef, { ...charge, status });
    const state = await donations.getState({ donationRef: donation_ref, token: watch_token });
    expect(state).toMatchObject({ state: "NOT_PAID", unpaid_because: status });
  },
);

it("takes a charge for none of its business that belongs to no donation", async () => {
  const { page } = await openPage();
  const { donation_ref } = await donate(page);
  const charge = { ...(await chargeOf(donation_ref)), chargeRef: newOwner().ownerRef };
  const before = told.length;
  await donations.handleCharge({ ...charge, version: 2, paidAt: new Date().toISOString() });
  expect(told.length).toBe(before);
});

it("refuses to call a donation paid by a charge over another amount", async () => {
  const { page, owner } = await openPage();
  const { donation_ref } = await donate(page);
  const charge = await chargeOf(donation_ref);
  const paid = { ...charge, version: 2, paidAt: new Date().toISOString() };
  const less = { ...paid, amount: charge.amount - 1n, netAmount: 1n };
  await expect(donations.handleCharge(less)).rejects.toThrow(/promised/);
  expect((await donations.get(owner, donation_ref)).paid_at).toBeNull();
});

it("shows a streamer's donations to nobody else but operators", async () => {
  const { page, owner } = await openPage();
  const { donation_ref } = await donate(page);
  await pay(donation_ref);

  await expect(donations.get(newOwner(), donation_ref)).rejects.toEqual(
    refusal("donation_not_found"),
  );
  const asked = { filters: { streamer_ref: owner.ownerRef }, limit: 20, cursor: undefined };
  expect((await donations.list(newOwner(), asked)).rows).toEqual([]);
  expect((await donations.list(operator, asked)).rows).toHaveLength(1);
});

it("lists without repeating or skipping, and only what the filters say", async () => {
  const { page, owner } = await openPage();
  for (let n = 0; n < 3; n += 1) await pay((await donate(page)).donation_ref);
  const list = { filters: { playback: "WAITING" as const }, limit: 2 };
  const first = await donations.list(owner, { ...list, cursor: undefined });
  const second = await donations.list(owner, { ...list, cursor: first.nextCursor ?? undefined });
  const refs = [...first.rows, ...second.rows].map(({ donation_ref }) => donation_ref);
  expect(new Set(refs).size).toBe(3);
  expect(second.nextCursor).toBeNull();
});

it.each([
  "select donor_name from donations.donation_messages",
  "select settings from donations.streamers",
  "update donations.donation_messages set seq = 1",
  "insert into donations.goals default values",
  "select donations.lock_by_charge('x')",
])("keeps the application role from: %s", async (statement) => {
  await expect(queryAs(bank.appUrl, statement)).rejects.toMatchObject({ code: "42501" });
});

it("forgets nobody's wish to hide: what hides has no words to show, whoever writes the row", async () => {
  const { page } = await openPage();
  const { donation_ref } = await donate(page, { is_anonymous: true, is_private: true });
  const show = (column: string) =>
    queryAs(
      bank.ownerUrl,
      `update donations.donation_messages set ${column} = 'Sari' where donation_ref = $1`,
      [donation_ref],
    );
  const hidden = { code: "23514", constraint: "donation_messages_hidden_has_no_words" };
  await expect(show("donor_display")).rejects.toMatchObject(hidden);
  await expect(show("message_display")).rejects.toMatchObject(hidden);
});
