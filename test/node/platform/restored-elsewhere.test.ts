// A dump that is restored into another cluster: its events bear numbers that the new cluster has not come to.
import { expect, it } from "vitest";
import { sweepEvents } from "../../../src/platform/sweep-events.ts";
import { queryAs } from "../../support/database.ts";
import { openDelivery } from "../../support/delivery.ts";

const rebase = (ownerUrl: string) => queryAs(ownerUrl, "select platform.rebase_outbox()");

it("goes on with every event, once and in order, after its places were rebased", async () => {
  const { bank, probe, live, relay, relayOnce, sent, consume, expectOnceAndInOrder } =
    await openDelivery();
  const deps = { database: bank.database, report: () => undefined };
  await live(3);
  await relay();
  // One was on its way in a queue that is gone, and others were never sent.
  await consume(sent().slice(1));
  await live(1);
  for (const table of ["outbox_events", "relay_positions"]) {
    await queryAs(
      bank.ownerUrl,
      `update platform.${table} set transaction_xid = (transaction_xid::text::bigint + 1e12::bigint)::text::xid8
       where transaction_xid > '0'`,
    );
  }
  await live(1);
  expect((await relayOnce()).state, "what is older hides what is new").toBe("held");

  await rebase(bank.ownerUrl);
  await live(1);
  await relay();
  await consume(sent());
  await queryAs(
    bank.ownerUrl,
    "update platform.outbox_events set created_at = created_at - interval '1 hour'",
  );
  await expect.poll(() => sweepEvents(deps, probe.group)).toMatchObject({ missing: 0 });
  await expectOnceAndInOrder();
});

it("is refused to whoever speaks as the Worker", async () => {
  const { bank } = await openDelivery();
  await expect(rebase(bank.appUrl)).rejects.toThrow("permission denied");
});
