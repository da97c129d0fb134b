import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import { answered, type Database } from "../platform/database.ts";
import { log } from "../platform/log.ts";

/** Tells another store of what a batch of events was about. */
export type Forwarder = (report: unknown) => Promise<void>;

/** The stores that keep copies of what is read: the edge, and that of analysts. */
export type Forwarders = Readonly<Partial<Record<"EDGE" | "ANALYTICS", Forwarder>>>;

const restMs = 30_000;
const thingsATime = 500;
// The cron comes again in a minute.
const timesARun = 20;
const lateSchema = z.looseObject({ late: z.array(z.unknown()) }).nullable();

/** Lets a store rest that did not answer: who waits for it again and again holds up the events behind. */
export function restingAfterFailure(forward: Forwarder, clock: Clock): Forwarder {
  let restsUntil = 0;
  return async (report) => {
    const now = clock.now().getTime();
    if (now < restsUntil) throw new Error("It did not answer a moment ago, and is left alone.");
    try {
      await forward(report);
    } catch (error) {
      restsUntil = clock.now().getTime() + restMs;
      throw error;
    }
  };
}

/** Tells the other stores. One that is away holds up neither the events nor the others: it is told later. */
export async function forwardReport(
  database: Database,
  forwarders: Forwarders,
  report: unknown,
): Promise<void> {
  const tell = async ([store, forward]: [string, Forwarder]) => {
    try {
      await forward(report);
    } catch (error) {
      log("warn", "copies_late", { store, error: String(error) });
      const text = JSON.stringify(report);
      await answered(database.sql`select readmodels.note_late_copies(${store}, ${text}::json)`);
    }
  };
  await Promise.all(Object.entries(forwarders).map(tell));
}

/** Tells stores what they were not told while they were away, as it is now. Answers of how many things. */
export async function forwardLate(database: Database, forwarders: Forwarders): Promise<number> {
  let told = 0;
  const stores = Object.keys(forwarders);
  await answered(database.sql`select readmodels.forget_other_stores(${stores}::text[])`);
  for (const [store, forward] of Object.entries(forwarders)) {
    try {
      told += await forwardLateTo(database, store, forward);
    } catch (error) {
      log("warn", "copies_still_late", { store, error: String(error) });
    }
  }
  return told;
}

async function forwardLateTo(
  { sql }: Database,
  store: string,
  forward: Forwarder,
): Promise<number> {
  let told = 0;
  for (let time = 0; time < timesARun; time += 1) {
    const [row] = await answered(
      sql`select readmodels.late_report(${store}, ${thingsATime}) as report`,
    );
    const report = lateSchema.parse(row?.report ?? null);
    if (report === null) break;
    await forward(report);
    const late = JSON.stringify(report.late);
    await answered(sql`select readmodels.forget_late_copies(${store}, ${late}::json)`);
    told += report.late.length;
  }
  return told;
}
