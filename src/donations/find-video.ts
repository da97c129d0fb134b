import { answered } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationProblem } from "./errors.ts";
import { type VideoFacts, videoFactsSchema } from "./videos.ts";

// A video may be taken away at any time; what was seen this long ago is taken for true.
const believedForMs = 6 * 60 * 60 * 1_000;

/** What is known of a video: what was learned lately, or what its keeper says now. Null for one that is not there. */
export async function findVideo(
  deps: DonationsDeps,
  videoId: string,
  ip: string | null,
): Promise<VideoFacts | null> {
  const since = new Date(deps.clock.now().getTime() - believedForMs).toISOString();
  const known = await askDonations(deps, "donations.video_facts", [videoId, since]);
  if (known !== null) return videoFactsSchema.parse(known);
  // YouTube answers so many questions a day and no more, and they are everybody's.
  if (ip !== null) await deps.limits.take("video_ip", ip);
  const facts = await deps.videos(videoId).catch((error: unknown) => {
    log("warn", "video_check_failed", { reason: String(error) });
    throw donationProblem(
      "media_check_unavailable",
      "Whether this video can be played could not be found out just now.",
      {},
      { "Retry-After": "10" },
    );
  });
  // That a video is missing is not kept: it may have been private a minute ago.
  if (facts) {
    const kept = JSON.stringify(facts);
    await answered(
      deps.database.sql`select donations.keep_video_facts(${videoId}, ${kept}::jsonb)`,
    );
  }
  return facts;
}
