// Events that are large, that cross others on their way, or that are dropped while they are tried.
import { expect, it } from "vitest";
import { newOwner, openTestBank, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openDelivery } from "../../support/delivery.ts";
import { sentEvents } from "../../support/read-models.ts";

const longMs = 60_000;

async function admitted(ownerUrl: string, group: string, events: readonly string[]) {
  const sql = "select event_ref from unnest(platform.admit_events($2, $1::json))";
  return queryAs(ownerUrl, sql, [`[${events.join(",")}]`, group]);
}

it(
  "hands on events that together are more than the database answers at once",
  async () => {
    const { bank, relay, sent } = await openDelivery();
    await queryAs(
      bank.ownerUrl,
      `select platform.append_event(
       jsonb_build_object('event_ref', platform.new_ref()), 'wallet.opened', 'wallet', platform.new_ref(), 1,
       jsonb_build_object('legs', repeat('x', 14000))
     ) from generate_series(1, 900)`,
    );
    await relay();
    expect(new Set(sent()).size).toBe(900);
  },
  longMs,
);

it(
  "lets no two batches wait for each other in a circle, whatever they begin and go on with",
  async () => {
    const bank = await openTestBank();
    const refs: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      const owner = newOwner();
      const { wallet_ref } = await bank.openWallet({ owner });
      await bank.wallets.freeze(owner, { write: write(), walletRef: wallet_ref, mode: "ALL" });
      refs.push(wallet_ref);
    }
    const [a, c] = refs.toSorted();
    // What other tests have open holds the horizon, and these events behind it.
    await expect.poll(async () => (await sentEvents(bank)).length, { timeout: longMs }).toBe(4);
    const known = (await sentEvents(bank)).map((text) => ({ text, event: JSON.parse(text) }));
    const eventOf = (ref: string | undefined, sequence: number) =>
      known.find(({ event }) => event.subject === ref && event.sequence === sequence)?.text ?? "";
    for (let round = 0; round < 60; round += 1) {
      const group = `probe${round}`;
      await Promise.all([
        admitted(bank.ownerUrl, group, [eventOf(a, 1), eventOf(c, 2)]),
        admitted(bank.ownerUrl, group, [eventOf(a, 2), eventOf(c, 1)]),
      ]);
      const positions = await queryAs(
        bank.ownerUrl,
        "select sequence::integer from platform.inbox_positions where consumer_group = $1 order by aggregate_ref",
        [group],
      );
      expect(positions).toEqual([{ sequence: 2 }, { sequence: 2 }]);
    }
  },
  longMs,
);

it(
  "does not take what an operator dropped while it was tried",
  async () => {
    const bank = await openTestBank();
    const { wallet_ref } = await bank.openWallet();
    await expect.poll(async () => (await sentEvents(bank)).length, { timeout: longMs }).toBe(1);
    const event = (await sentEvents(bank)).find((text) => text.includes(wallet_ref)) ?? "";
    await queryAs(bank.ownerUrl, "select platform.put_aside('probe', $1::json, 'boom')", [event]);
    await queryAs(bank.ownerUrl, "update platform.parked_events set next_attempt_at = now()");
    const [due] = await queryAs<{ event: string }>(
      bank.ownerUrl,
      "select event from platform.due_events('probe', 10)",
    );
    await queryAs(
      bank.ownerUrl,
      "update platform.parked_events set reason = 'DROPPED', next_attempt_at = now()",
    );
    expect(await admitted(bank.ownerUrl, "probe", [due?.event ?? ""])).toEqual([]);
  },
  longMs,
);
