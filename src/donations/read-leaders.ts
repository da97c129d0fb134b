import { z } from "zod";
import { currencySchema } from "../platform/money.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { leaderboardPeriods, type Settings } from "./settings.ts";
import type { Streamer } from "./streamer.ts";

/** Who gave most, by the names that they chose to be shown with. */
export const leaderboardSchema = z.strictObject({
  period: z.enum(leaderboardPeriods),
  data: z.array(
    z.strictObject({
      donor: z.string(),
      amount: z.string(),
      currency: currencySchema,
      donations: z.int(),
    }),
  ),
});

export type Leaderboard = z.output<typeof leaderboardSchema>;

const dayMs = 24 * 60 * 60 * 1_000;
const daysByPeriod = { DAY: 1, WEEK: 7, MONTH: 30, YEAR: 365 } as const;
const beginning = "1970-01-01T00:00:00.000Z";

/** Adds up who gave a streamer most, over the period that they chose, counted back from now. */
export async function readLeaders(deps: DonationsDeps, streamer: Streamer): Promise<Leaderboard> {
  const { period, size } = streamer.settings.leaderboard;
  const asked = [streamer.streamer_ref, sinceOf(period, deps.clock.now()), size];
  const data = await askDonations(deps, "donations.leaderboard_of", asked);
  return leaderboardSchema.parse({ period, data });
}

function sinceOf(period: Settings["leaderboard"]["period"], now: Date): string {
  if (period === "ALL") return beginning;
  return new Date(now.getTime() - daysByPeriod[period] * dayMs).toISOString();
}
