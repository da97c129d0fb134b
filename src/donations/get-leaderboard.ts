import type { DonationsDeps } from "./deps.ts";
import { type Leaderboard, readLeaders } from "./read-leaders.ts";
import { lookAtPage, type PageLook } from "./read-page.ts";

/** The leaderboard of a page. */
export async function getLeaderboard(deps: DonationsDeps, look: PageLook): Promise<Leaderboard> {
  const { streamer } = await lookAtPage(deps, look);
  return readLeaders(deps, streamer);
}
