import { z } from "zod";
import type { DonationsDeps } from "./deps.ts";
import { goalSchema } from "./goal.ts";
import { lookAtPage, type PageLook } from "./read-page.ts";
import { type PublicStreamer, publicStreamerSchema } from "./streamer.ts";

const goalsSchema = z.object({ goals: z.array(goalSchema) });

/** A page as everybody sees it. */
export async function getStreamer(deps: DonationsDeps, look: PageLook): Promise<PublicStreamer> {
  const { streamer, stored } = await lookAtPage(deps, look);
  const { settings, ...page } = streamer;
  const { goals } = goalsSchema.parse(stored);
  const offer = z.object(publicStreamerSchema.shape).omit({ speech: true, media: true }).strip();
  const { voice: _voice, ...speech } = settings.speech;
  const { volume: _volume, ...media } = settings.media;
  return publicStreamerSchema.parse({
    ...offer.parse({ ...settings, ...page, goals }),
    speech,
    media,
  });
}
