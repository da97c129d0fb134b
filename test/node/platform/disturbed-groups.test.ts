// Whatever happens to messages and to those who take them, each group ends where it would have without.
import fc from "fast-check";
import { expect, it } from "vitest";
import { sealLog } from "../../../src/audit/seal-log.ts";
import { verifyLog } from "../../../src/audit/verify-log.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { archiveInMemory } from "../../support/audit.ts";
import { type Disturbance, deliverTo } from "../../support/disturbance.ts";
import { expectedCounts, pictureOf, unloggedIn } from "../../support/group-picture.ts";
import { openOriginal, type Twin } from "../../support/twins.ts";

const runs = 8;

const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  seed: fc.integer(),
  cuts: fc.constantFrom(0.03, 0.1),
  losses: fc.constantFrom(0, 0.2),
  mostCopies: fc.constantFrom(1, 2, 3),
  isLossy: fc.boolean(),
  mostEventsAPart: fc.constantFrom(5, 20, 200),
});

it("leaves every group as it were undisturbed, whatever is repeated, shuffled, delayed, lost or cut off between any two steps", async () => {
  const original = await openOriginal();
  const undisturbed = await original.openTwin(0);
  const { stores } = await deliverTo(undisturbed);
  await expectWhole(undisturbed);
  const picture = await pictureOf(undisturbed);
  for (const [part, rows] of Object.entries(picture)) {
    const isEmpty = ["late", "parked", "dropped"].includes(part);
    expect(rows.length, part).toEqual(isEmpty ? 0 : expect.toSatisfy((count) => count > 0));
  }
  expect(picture.monitors?.map(({ row }) => row)).toContainEqual(
    expect.objectContaining({ measure: "CREDITS", triggers: 1 }),
  );
  await undisturbed.close();

  let cutAfterCommit = 0;
  await fc.assert(
    fc.asyncProperty(disturbance, async (given) => {
      const twin = await original.openTwin(given.seed);
      const outcome = await deliverTo(twin, given);
      expect(await pictureOf(twin)).toEqual(picture);
      expect(outcome.stores).toEqual(stores);
      // A queue that brings everything leaves nothing to be found.
      if (!given.isLossy) expect(outcome.missing).toEqual([0, 0, 0]);
      await expectWhole(twin);
      cutAfterCommit += twin.proxy.faults?.report().struck["cut-after-commit"] ?? 0;
      await twin.close();
    }),
    { numRuns: runs, endOnFailure: true },
  );
  // Each run loses the relay once for certain; the others are whatever was hit.
  expect(cutAfterCommit).toBeGreaterThan(runs);
}, 240_000);

/** Everything that happened was sent and taken once, and is in a log that nobody has changed. */
async function expectWhole(twin: Twin): Promise<void> {
  const { groups } = await twin.events.status();
  expect(groups).toMatchObject(await expectedCounts(twin));
  expect(await unloggedIn(twin)).toEqual([]);
  const audit = { ...twin, archive: archiveInMemory().store };
  await sealLog(audit);
  const verified = await verifyLog({ ...audit, clock: systemClock });
  expect(verified).toMatchObject({
    ok: true,
    entries: groups.find(({ group }) => group === "audit")?.consumed,
  });
}
