import fc from "fast-check";
import { expect, it } from "vitest";
import { batchesOf, bundlesOf, eventsOf } from "./event-bundles.ts";

const eventOf = (size: number, index = 0) =>
  JSON.stringify({ id: `E${index}`, data: { filler: "é".repeat(size) } });

it("keeps every event, in its order, within the limits of messages and of batches", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 300 }), (sizes) => {
      const events = sizes.map(eventOf);
      const batches = batchesOf(bundlesOf(events));
      expect(
        batches
          .flat()
          .flatMap(eventsOf)
          .map((text) => JSON.parse(text).id),
      ).toEqual(events.map((text) => JSON.parse(text).id));
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(100);
        expect(Buffer.byteLength(batch.join("")), "a batch").toBeLessThan(256_000);
        for (const bundle of batch) {
          expect(Buffer.byteLength(bundle), "a message").toBeLessThan(128_000);
          expect(eventsOf(bundle).length).toBeLessThanOrEqual(100);
        }
      }
    }),
    { numRuns: 50 },
  );
});

it("puts a hundred ordinary events into one message, and four full messages into one batch", () => {
  const events = Array.from({ length: 400 }, (_item, index) => eventOf(200, index));
  const bundles = bundlesOf(events);
  expect(bundles.map((bundle) => eventsOf(bundle).length)).toEqual([100, 100, 100, 100]);
  expect(batchesOf(bundles)).toHaveLength(1);
});

it("sends an event that no message holds without its data, and everything else whole", () => {
  const [bundle = ""] = bundlesOf([eventOf(60_000, 7)]);
  expect(JSON.parse(bundle)).toEqual({ id: "E7" });
  const whole = eventOf(40_000, 8);
  expect(bundlesOf([whole])).toEqual([whole]);
});

it("has nothing to send of nothing", () => {
  expect(bundlesOf([])).toEqual([]);
  expect(batchesOf([])).toEqual([]);
});
