// A thousand bad evenings with the very reducer and the very page that ship. More of them, or one again:
// SAKU_EVENINGS=5000 or SAKU_EVENING=4711 before the command.
import { describe, expect, it } from "vitest";
import { liveEvening } from "../../support/stage/evening.ts";

const evenings = Number(process.env.SAKU_EVENINGS ?? "1000");
const only = process.env.SAKU_EVENING;
// Latency and the time that a browser takes to stop; beyond it, people hear two.
const audibleMs = 600;
const hostile = { donations: 30, faultEveryMs: 20_000, losesStorage: false, steers: false };

function seedsFrom(first: number, share: number): number[] {
  if (only !== undefined) return [Number(only)];
  return Array.from({ length: Math.ceil(evenings * share) }, (_item, index) => first + index);
}

function liveAll(seeds: readonly number[], settings: Parameters<typeof liveEvening>[1]) {
  const sums = { evenings: 0, faults: 0, playedTwice: 0, failed: 0, longestOverlapMs: 0 };
  const faults: string[] = [];
  for (const seed of seeds) {
    const evening = liveEvening(seed, settings);
    sums.evenings += 1;
    sums.faults += evening.faults;
    sums.playedTwice += evening.playedTwice;
    sums.failed += evening.failed;
    sums.longestOverlapMs = Math.max(sums.longestOverlapMs, evening.overlapMs);
    faults.push(...evening.violations.map((violation) => `evening ${seed}: ${violation}`));
    faults.push(...evening.unfinished.map((ref) => `evening ${seed}: I6, ${ref} has no end`));
    if (evening.factsOfTests > 0) faults.push(`evening ${seed}: I8, a test became a fact`);
    if (evening.overlapMs > audibleMs) {
      faults.push(`evening ${seed}: I10, two pages were heard for ${evening.overlapMs} ms`);
    }
  }
  return { sums, faults: faults.slice(0, 20) };
}

const patient = { timeout: 600_000 };

describe("a stage, whatever happens to it", () => {
  it(
    "plays everything once, in order, on one page, through faults every twenty seconds",
    patient,
    () => {
      const { sums, faults } = liveAll(seedsFrom(1, 0.6), hostile);
      console.info("hostile", sums);
      expect(faults).toEqual([]);
      // Of what a page cannot prove to have shown, a little is shown again rather than lost.
      expect(sums.playedTwice).toBeLessThan(sums.evenings * 30 * 0.02);
      expect(sums.failed).toBeLessThan(sums.evenings * 30 * 0.015);
    },
  );

  it("does so while the streamer steers, and steers twice", patient, () => {
    const { sums, faults } = liveAll(seedsFrom(10_001, 0.3), { ...hostile, steers: true });
    console.info("steered", sums);
    expect(faults).toEqual([]);
  });

  it("does so when its storage is lost, for all that Postgres was told", patient, () => {
    const settings = { ...hostile, faultEveryMs: 30_000, losesStorage: true };
    const { sums, faults } = liveAll(seedsFrom(20_001, 0.1), settings);
    console.info("forgetful", sums);
    expect(faults).toEqual([]);
  });

  it("plays each exactly once when nothing happens", patient, () => {
    const calm = { ...hostile, faultEveryMs: null };
    const { sums, faults } = liveAll(seedsFrom(30_001, 0.1), calm);
    console.info("calm", sums);
    expect(faults).toEqual([]);
    expect(sums.playedTwice).toBe(0);
  });

  it("would be heard twice if pages did not stop by themselves", patient, () => {
    const spoil: Parameters<typeof liveEvening>[1]["spoil"] = (message) =>
      message.t === "WELCOME" ? { ...message, d: { ...message.d, lease_ms: 1e9 } } : message;
    const overlaps = Array.from(
      { length: 60 },
      (_item, index) => liveEvening(40_001 + index, { ...hostile, spoil }).overlapMs,
    );
    expect(Math.max(...overlaps)).toBeGreaterThan(audibleMs);
  });
});
