import { expect, it } from "vitest";
import { sweepEvents } from "../../../src/platform/sweep-events.ts";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openProbe } from "../../support/probe.ts";

it("hands over what is missing in answers that the database may give, however large the events are", async () => {
  const bank = await openTestBank();
  const probe = await openProbe(bank);
  await queryAs(
    bank.ownerUrl,
    `insert into platform.outbox_events (
       event_ref, event_type, aggregate_type, aggregate_ref, sequence, payload, created_at
     )
     select platform.new_ref(), 'wallet.opened', 'wallet', platform.new_ref(), 1,
       json_build_object('text', repeat('x', 2500000)), now() - interval '1 hour'
     from generate_series(1, 5)`,
  );
  const [row] = await queryAs<{ bytes: number }>(
    bank.appUrl,
    "select octet_length(platform.sweep_events('probe', null, 5000)::text) as bytes",
  );
  expect(row?.bytes).toBeGreaterThan(2_500_000);
  expect(row?.bytes).toBeLessThan(8_000_000);
  const swept = await sweepEvents({ ...bank, report: () => undefined }, probe.group);
  expect(swept).toEqual({ examined: 5, missing: 5 });
  expect(await probe.taken()).toHaveLength(5);
});
