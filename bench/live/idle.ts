import { memoryMiBOf } from "../processes.ts";
import type { ServedWorker } from "../workerd.ts";
import { createOverlays, type Overlays } from "./overlays.ts";
import type { Streamer } from "./streamers.ts";

/** Overlays that only wait, divided among as many Workers as it takes. */
export type Waiting = {
  /** Opens so many pages of each of these streamers. The first of them are at the first Worker. */
  readonly open: (streamers: readonly Streamer[], pages: number) => Promise<void>;
  readonly count: () => number;
  /** What all the Workers hold by now, in MiB; null where the system does not tell. */
  readonly memoryMiB: () => number | null;
  readonly close: () => Promise<void>;
};

type Holder = { readonly worker: ServedWorker; readonly overlays: Overlays };

/** The first Worker is there already, and so are its overlays. */
export async function openWaiting(
  first: Holder,
  workers: number,
  serve: () => Promise<ServedWorker>,
): Promise<Waiting> {
  const holders = [first];
  while (holders.length < workers) {
    const worker = await serve();
    holders.push({ worker, overlays: createOverlays(worker.url) });
  }
  return {
    open: async (streamers, pages) => {
      const each = Math.ceil(streamers.length / holders.length);
      for (const [index, { overlays }] of holders.entries()) {
        const theirs = streamers.slice(index * each, (index + 1) * each);
        // All pages of one and then the next one's: whose stage has gone to sleep is not woken again.
        await overlays.open(theirs.flatMap((streamer) => Array(pages).fill(streamer)));
      }
    },
    count: () => holders.reduce((sum, { overlays }) => sum + overlays.count(), 0),
    memoryMiB: () =>
      holders.reduce<number | null>((sum, { worker }) => {
        const memory = memoryMiBOf(worker.pid, "VmRSS");
        return sum === null || memory === null ? null : sum + memory;
      }, 0),
    close: async () => {
      for (const { worker, overlays } of holders) {
        await overlays.close();
        if (worker !== first.worker) await worker.close();
      }
    },
  };
}
