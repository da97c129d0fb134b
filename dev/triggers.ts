// Fires the cron triggers of wrangler.toml, because `wrangler dev` does not.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cronsOf, isCronDue } from "./cron.ts";

const minuteMs = 60_000;
// Past the full minute, so that a timer that fires a little early does not fire in the minute before.
const marginMs = 50;
const requestLimitMs = 55_000;

export type Triggers = { close(): void };

export type TriggerOptions = {
  readonly root: string;
  readonly workerUrl: string;
  readonly log: (line: string) => void;
};

export function openTriggers({ root, workerUrl, log }: TriggerOptions): Triggers {
  let timer: NodeJS.Timeout | undefined;

  const fireDue = async (time: Date) => {
    // Read every time, because wrangler takes over an edited file without a restart.
    const crons = cronsOf(readFileSync(join(root, "wrangler.toml"), "utf8"));
    const due = crons.filter((cron) => isCronDue(cron, time));
    await Promise.all(due.map((cron) => fireTrigger(workerUrl, cron, time, log)));
  };

  const wait = () => {
    const untilNextMs = minuteMs - (Date.now() % minuteMs) + marginMs;
    timer = setTimeout(() => {
      const minute = new Date(Math.floor(Date.now() / minuteMs) * minuteMs);
      fireDue(minute).catch((error: unknown) => log(`The cron triggers failed: ${error}`));
      wait();
    }, untilNextMs);
  };

  wait();
  return { close: () => clearTimeout(timer) };
}

/** Calls the Worker's scheduled handler as Cloudflare would at that minute. */
export async function fireTrigger(
  workerUrl: string,
  cron: string,
  time: Date,
  log: (line: string) => void,
): Promise<void> {
  const query = new URLSearchParams({ cron, time: `${time.getTime()}` });
  try {
    const response = await fetch(`${workerUrl}/cdn-cgi/handler/scheduled?${query}`, {
      signal: AbortSignal.timeout(requestLimitMs),
    });
    log(`cron "${cron}" ${response.status} ${(await response.text()).slice(0, 200)}`);
  } catch (error) {
    log(`cron "${cron}" failed: ${error instanceof Error ? error.message : error}`);
  }
}
