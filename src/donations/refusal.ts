import { donationProblem } from "./errors.ts";

/** What is in the way of a donation, as a rule finds it. */
export type Refusal = {
  readonly code:
    | "donations_closed"
    | "donation_amount_out_of_range"
    | "message_too_long"
    | "message_not_welcome"
    | "speech_not_offered"
    | "media_not_offered"
    | "media_not_playable"
    | "media_too_long"
    | "media_needs_more";
  readonly fields: Readonly<Record<string, unknown>>;
};

const details: Readonly<Record<Refusal["code"], string>> = {
  donations_closed: "This page takes no donations now.",
  donation_amount_out_of_range: "The amount is outside of what this page takes.",
  message_too_long: "The message is longer than this page takes.",
  message_not_welcome: "The message has a word that is not welcome here.",
  speech_not_offered: "A message is not read aloud for this amount.",
  media_not_offered: "Videos are not played for this amount.",
  media_not_playable: "This video cannot be played.",
  media_too_long: "The part of the video is longer than this amount allows.",
  media_needs_more: "So much of the video costs more than this amount.",
};

/** The refusal as whoever asked is told it. */
export function problemOf({ code, fields }: Refusal) {
  return donationProblem(code, details[code], fields);
}
