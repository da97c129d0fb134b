import { createHash } from "node:crypto";
import { log } from "../platform/log.ts";
import type { DonationsDeps } from "./deps.ts";
import type { Donation } from "./donation.ts";
import type { PlayableClip } from "./playable-donation.ts";
import { spokenText } from "./spoken-text.ts";
import type { SpeechRequest } from "./text-to-speech.ts";

// An alert waits for its speech no longer than this, so whatever takes longer is made for nothing.
const speakingLimitMs = 8_000;
const mostCharacters = 300;

type SpeechDeps = Pick<DonationsDeps, "voice" | "media" | "tickets">;

/** The speech of a donation if somebody has made it already. */
export async function findSpeech(
  deps: SpeechDeps,
  donation: Donation,
): Promise<PlayableClip | null> {
  const key = keyOf(deps, requestOf(donation));
  const lengthMs = await deps.media.lengthMsOf(pathOf(key));
  return lengthMs === null ? null : clipOf(deps, key, lengthMs);
}

/** Has the message of a donation read aloud, once: the same words in the same voice are never made twice. */
export async function makeSpeech(
  deps: SpeechDeps,
  donation: Donation,
): Promise<PlayableClip | null> {
  const request = requestOf(donation);
  if (request.text === "") return null;
  const key = keyOf(deps, request);
  try {
    const audio = await deps.voice.speak(request, AbortSignal.timeout(speakingLimitMs));
    await deps.media.keep(pathOf(key), audio);
    return clipOf(deps, key, audio.durationMs);
  } catch (error) {
    // The alert plays without. It is no reason to hold up anybody's donation.
    log("warn", "speech_failed", { donation_ref: donation.donation_ref, reason: String(error) });
    return null;
  }
}

/** Where audio lies under its digest. */
export function pathOf(key: string): string {
  return `tts/${key}`;
}

function requestOf({ message_display, tts_language, tts_voice }: Donation): SpeechRequest {
  return {
    text: spokenText(message_display ?? "", mostCharacters),
    language: tts_language ?? "id-ID",
    voice: tts_voice ?? "",
  };
}

function keyOf({ voice }: SpeechDeps, { text, language, voice: name }: SpeechRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([voice.name, language, name, text]))
    .digest("hex");
}

function clipOf({ tickets }: SpeechDeps, key: string, lengthMs: number): PlayableClip {
  return { src: `/v1/speech/${tickets.speechTicketOf(key)}`, gain: 1, duration_ms: lengthMs };
}
