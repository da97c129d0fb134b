import { expect, it } from "vitest";
import { runSchedule, scheduledCrons } from "./schedules.ts";
import type { Services } from "./services.ts";

/** Services that fail at their first use, with the name of what was used. */
const untouchable = new Proxy({} as Services, {
  get: (_target, name) => {
    throw new Error(`asked for ${String(name)}`);
  },
});

it("refuses a cron that nobody gave a job", async () => {
  await expect(runSchedule("0 0 1 1 *", untouchable)).rejects.toThrow("0 0 1 1 *");
});

it("lets a job's failure be seen by the runtime", async () => {
  for (const cron of scheduledCrons) {
    await expect(runSchedule(cron, untouchable)).rejects.toThrow("asked for ");
  }
});
