import { z } from "zod";
import type { VideoFacts, Videos } from "./videos.ts";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Whoever knows all videos that can be played. */
export type YoutubeVideos = Videos;

const answerLimitMs = 4_000;
const apiUrl = "https://www.googleapis.com/youtube/v3/videos";
const oEmbedUrl = "https://www.youtube.com/oembed";

const listSchema = z.object({
  items: z.array(
    z.object({
      snippet: z.object({ title: z.string(), liveBroadcastContent: z.string().optional() }),
      contentDetails: z.object({
        duration: z.string(),
        contentRating: z.object({ ytRating: z.string().optional() }).optional(),
        regionRestriction: z
          .object({
            allowed: z.array(z.string()).optional(),
            blocked: z.array(z.string()).optional(),
          })
          .optional(),
      }),
      status: z.object({ embeddable: z.boolean(), privacyStatus: z.string().optional() }),
      statistics: z.object({ viewCount: z.string().optional() }).optional(),
    }),
  ),
});
type Item = z.output<typeof listSchema>["items"][number];

const oEmbedSchema = z.object({ title: z.string() });

// Where the streams are watched: a video that is blocked there plays nowhere for us.
const country = "ID";

/**
 * Asks YouTube. With a key of its Data API everything is known; without, oEmbed tells only that a video exists and may be
 * embedded, and its length stays unknown.
 */
export function createYoutubeVideos(apiKey: string, fetchUrl: Fetch): YoutubeVideos {
  return apiKey === ""
    ? (videoId) => askOEmbed(fetchUrl, videoId)
    : (videoId) => askDataApi(fetchUrl, apiKey, videoId);
}

async function askDataApi(fetchUrl: Fetch, apiKey: string, videoId: string) {
  const parts = "snippet,contentDetails,status,statistics";
  const response = await fetchUrl(`${apiUrl}?part=${parts}&id=${videoId}`, {
    headers: { "X-Goog-Api-Key": apiKey },
    signal: AbortSignal.timeout(answerLimitMs),
  });
  if (!response.ok) throw new Error(`YouTube's Data API answers ${response.status}.`);
  const [item] = listSchema.parse(await response.json()).items;
  return item ? factsOf(videoId, item) : null;
}

function factsOf(videoId: string, item: Item): VideoFacts {
  const { snippet, contentDetails, status, statistics } = item;
  const views = statistics?.viewCount;
  return {
    video_id: videoId,
    title: snippet.title,
    duration_seconds: secondsOf(contentDetails.duration),
    is_embeddable: status.embeddable && status.privacyStatus !== "private" && isShownHere(item),
    is_age_restricted: contentDetails.contentRating?.ytRating === "ytAgeRestricted",
    is_live: (snippet.liveBroadcastContent ?? "none") !== "none",
    views: views === undefined ? null : Number.parseInt(views, 10),
  };
}

function isShownHere({ contentDetails: { regionRestriction } }: Item): boolean {
  const { allowed, blocked } = regionRestriction ?? {};
  return (allowed?.includes(country) ?? true) && !(blocked?.includes(country) ?? false);
}

/** ISO 8601, as the Data API writes it: P1DT2H3M4S. */
function secondsOf(duration: string): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  const numbers = (match ?? []).slice(1).map((digits) => Number.parseInt(digits ?? "0", 10));
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = numbers;
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
}

async function askOEmbed(fetchUrl: Fetch, videoId: string): Promise<VideoFacts | null> {
  const video = encodeURIComponent(`https://www.youtube.com/watch?v=${videoId}`);
  const response = await fetchUrl(`${oEmbedUrl}?format=json&url=${video}`, {
    signal: AbortSignal.timeout(answerLimitMs),
  });
  // 400 and 404 say that there is none, 401 and 403 that it may not be embedded.
  if (response.status === 400 || response.status === 404) return null;
  const isForbidden = response.status === 401 || response.status === 403;
  if (!response.ok && !isForbidden) throw new Error(`YouTube's oEmbed answers ${response.status}.`);
  return {
    video_id: videoId,
    title: isForbidden ? "" : oEmbedSchema.parse(await response.json()).title,
    duration_seconds: null,
    is_embeddable: !isForbidden,
    is_age_restricted: false,
    is_live: false,
    views: null,
  };
}
