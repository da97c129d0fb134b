import { z } from "zod";

/** What decides whether a video may be played. Null: nobody could say. */
export const videoFactsSchema = z.strictObject({
  video_id: z.string(),
  title: z.string(),
  duration_seconds: z.int().nullable(),
  is_embeddable: z.boolean(),
  is_age_restricted: z.boolean(),
  is_live: z.boolean(),
  views: z.int().nullable(),
});

export type VideoFacts = z.output<typeof videoFactsSchema>;

/** Who knows videos. It answers null for one that is not there, and throws when it cannot tell. */
export type Videos = (videoId: string) => Promise<VideoFacts | null>;
