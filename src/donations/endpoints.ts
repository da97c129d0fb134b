import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { alertSounds } from "./alert-sound.ts";
import { donationBody, quoteBody } from "./donation-body.ts";
import { donationQuoteSchema } from "./donation-quote.ts";
import { donationStateSchema, promisedDonationSchema } from "./promised-donation.ts";
import { leaderboardSchema } from "./read-leaders.ts";
import { publicStreamerSchema, slugSchema } from "./streamer.ts";

const tag = "Donating";
const pagePath = z.object({
  slug: slugSchema.meta({ description: "The streamer's address, as in /donate/budi." }),
});
const limited = ["rate_limited", "limiter_unavailable"];

// What a page may have against a wish.
const wishProblems = [
  "streamer_not_found",
  "donations_closed",
  "donation_currency_differs",
  "donation_amount_out_of_range",
  "message_too_long",
  "message_not_welcome",
  "speech_not_offered",
  "media_not_offered",
  "media_not_playable",
  "media_too_long",
  "media_needs_more",
  "media_check_unavailable",
  "charge_too_small",
  "provider_not_available",
  ...limited,
];
const wishExample = {
  amount: "25000",
  currency: "IDR",
  donor_name: "Sari",
  message: "Semangat!",
  media_type: "TTS",
};

export const getStreamerEndpoint = endpoint({
  method: "get",
  path: "/v1/streamers/{slug}",
  operationId: "getStreamer",
  tag,
  scope: "public",
  summary: "Read a streamer's page",
  description: "What a donor needs to know: amounts, tiers, what is offered for them, and goals.",
  params: pagePath,
  replies: { 200: { description: "The page.", body: publicStreamerSchema } },
  problems: ["streamer_not_found", ...limited],
});

export const getLeaderboardEndpoint = endpoint({
  method: "get",
  path: "/v1/streamers/{slug}/leaderboard",
  operationId: "getLeaderboard",
  tag,
  scope: "public",
  summary: "Read a leaderboard",
  description:
    "Who gave most in the period that the streamer chose, by the names that donors chose. Who hides is in none.",
  params: pagePath,
  replies: { 200: { description: "The leaderboard.", body: leaderboardSchema } },
  problems: ["streamer_not_found", ...limited],
});

export const quoteDonationEndpoint = endpoint({
  method: "post",
  path: "/v1/streamers/{slug}/donations/quote",
  operationId: "quoteDonation",
  tag,
  scope: "public",
  summary: "Ask what a donation would be",
  description:
    "Says what it costs, what arrives, what is shown and for how long, by the very rules that a donation is held against. " +
    "Nothing is kept.",
  params: pagePath,
  body: quoteBody,
  bodyExample: wishExample,
  replies: { 200: { description: "What it would be.", body: donationQuoteSchema } },
  problems: wishProblems,
});

export const createDonationEndpoint = endpoint({
  method: "post",
  path: "/v1/streamers/{slug}/donations",
  operationId: "createDonation",
  tag,
  scope: "public",
  summary: "Donate",
  description:
    "Keeps the message, makes a charge for it and answers how to pay. Everything is checked before anybody is charged. The " +
    "watch token shows what becomes of it.",
  params: pagePath,
  body: donationBody,
  bodyExample: { ...wishExample, agrees_to_terms: true, is_of_age: true },
  replies: { 201: { description: "How to pay.", body: promisedDonationSchema } },
  problems: [
    ...wishProblems,
    "idempotency_key_required",
    "charge_exists",
    "provider_refused",
    "provider_unavailable",
  ],
  movesMoney: true,
});

export const getDonationStateEndpoint = endpoint({
  method: "get",
  path: "/v1/donations/{ref}/state",
  operationId: "getDonationState",
  tag,
  scope: "public",
  summary: "Watch a donation",
  description: "What became of it, for the donor: they show the token that they were given.",
  params: z.object({ ref: refSchema }),
  headers: z.object({
    "donation-token": z.string().max(100).optional().meta({
      description: "The watch_token of the donation.",
    }),
  }),
  replies: { 200: { description: "Its state.", body: donationStateSchema } },
  problems: ["donation_not_found"],
});

// Audio is told by its media type; what a schema can say of it is that there is some.
const audio = (description: string) => ({
  description,
  body: z.string().meta({ contentMediaType: "audio/wav" }),
});

export const readSpeechEndpoint = endpoint({
  method: "get",
  path: "/v1/speech/{ticket}",
  operationId: "readSpeech",
  tag,
  scope: "public",
  summary: "Hear a message",
  description:
    "The audio of a message that is read aloud. The ticket in the address is all that is needed, for a week.",
  params: z.object({
    ticket: z.string().max(200).meta({ description: "The ticket that the alert came with." }),
  }),
  replies: { 200: audio("The audio.") },
  problems: ["speech_not_found"],
});

export const getSoundEndpoint = endpoint({
  method: "get",
  path: "/v1/sounds/{sound}",
  operationId: "getSound",
  tag,
  scope: "public",
  summary: "Hear the sound of a tier",
  description: "The sound that an alert begins with.",
  params: z.object({
    sound: z.enum(alertSounds).meta({ description: "Which sound." }),
  }),
  replies: { 200: audio("The sound.") },
  problems: [],
});
