import type { DonationsDeps } from "./deps.ts";
import { donationProblem } from "./errors.ts";
import { pathOf } from "./make-speech.ts";
import type { StoredMedia } from "./media-store.ts";

/** The audio that a ticket stands for. */
export async function readSpeech(
  deps: Pick<DonationsDeps, "media" | "tickets">,
  ticket: string,
): Promise<StoredMedia> {
  const key = deps.tickets.speechKeyOf(ticket);
  const found = key === null ? null : await deps.media.read(pathOf(key));
  if (!found) throw donationProblem("speech_not_found", "There is no audio for this ticket.");
  return found;
}
