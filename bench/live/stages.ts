import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Spread, spreadOf } from "../spread.ts";
import { type DonorOptions, type Promised, promiseDonations } from "./donors.ts";
import type { Overlays } from "./overlays.ts";
import type { Streamer } from "./streamers.ts";

const patienceMs = 300_000;

export type Played = Spread & { readonly donations: number; readonly seconds: number };

/** Donations from the notification that they were paid to the frame that plays them. */
export function createStages(
  options: DonorOptions & { readonly ownerUrl: string },
  overlays: Overlays,
  settle: () => Promise<unknown>,
) {
  /** From before the notification is sent, so that accepting it is a part of the time. */
  const play = async ({ donationRef, tell }: Promised): Promise<number> => {
    const begunAt = performance.now();
    const [playedAt] = await Promise.all([overlays.played(donationRef), tell()]);
    return playedAt - begunAt;
  };
  const playAll = async (
    streamers: readonly Streamer[],
    playIn: (promised: readonly Promised[]) => Promise<number>[] | Promise<Promise<number>[]>,
  ): Promise<Played> => {
    const promised = await promiseDonations(options, streamers);
    await settle();
    const begunAt = performance.now();
    const latencies = await Promise.all(await playIn(promised));
    const seconds = Math.round(performance.now() - begunAt) / 1_000;
    return { donations: promised.length, seconds, ...spreadOf(latencies) };
  };
  return {
    /** One after the other, so many a second. */
    paced: (streamers: readonly Streamer[], perSecond: number): Promise<Played> =>
      playAll(streamers, async (promised) => {
        const under: Promise<number>[] = [];
        for (const each of promised) {
          under.push(play(each));
          await sleep(1_000 / perSecond);
        }
        return under;
      }),
    atOnce: (streamers: readonly Streamer[]): Promise<Played> =>
      playAll(streamers, (promised) => promised.map(play)),
    /** Waits until everything that was paid is written down as played. */
    written: () => untilAllPlayed(options.ownerUrl),
  };
}

async function untilAllPlayed(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const until = performance.now() + patienceMs;
  try {
    for (;;) {
      const { rows } = await client.query<{ missing: string }>(
        `select count(*) as missing from donations.donation_messages
         where paid_at is null or playback_outcome is distinct from 'PLAYED'`,
      );
      const missing = Number(rows[0]?.missing);
      if (missing === 0) return;
      if (performance.now() > until)
        throw new Error(`${missing} donations are not written as played.`);
      await sleep(200);
    }
  } finally {
    await client.end();
  }
}
