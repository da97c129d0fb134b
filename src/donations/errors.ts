import { type Catalogue, problemsOf } from "../platform/problem.ts";

const leastField = { least: "The least amount for it, or null where it is not offered at all." };

export const donationCatalogue = {
  streamer_not_found: {
    status: 404,
    title: "Page not found",
    meaning: "Nobody takes donations at this address, or it is not yours to look into.",
    remedy: "Check the address as the streamer gave it to you.",
    fields: { streamer_ref: "The ref that was asked for, if it was one." },
  },
  streamer_exists: {
    status: 409,
    title: "Page exists",
    meaning: "This streamer has a page already; nobody has two.",
    remedy: "Change the one that is there with PATCH /v1/streamers/{ref}/settings.",
    fields: { streamer_ref: "Whose page it is." },
  },
  streamer_slug_taken: {
    status: 409,
    title: "Address taken",
    meaning: "Another streamer's page has this address.",
    remedy: "Choose another.",
    fields: { slug: "The address." },
  },
  donation_not_found: {
    status: 404,
    title: "Donation not found",
    meaning: "There is no such donation, or it is not yours to see.",
    remedy: "Check the ref and, as a donor, the token that came with it.",
    fields: { donation_ref: "The ref that was asked for." },
  },
  donation_not_waiting: {
    status: 409,
    title: "Donation does not wait",
    meaning: "The donation does not wait for a moderator, or somebody has decided already.",
    remedy: "Read it to see what was decided.",
    fields: { donation_ref: "The donation.", moderation_status: "What was decided." },
  },
  donation_not_paid: {
    status: 409,
    title: "Donation is not paid",
    meaning: "Nobody has paid for this donation yet, so there is nothing to decide.",
    remedy: "Wait until it is paid; it is listed from then on.",
    fields: { donation_ref: "The donation." },
  },
  goal_not_found: {
    status: 404,
    title: "Goal not found",
    meaning: "There is no such goal, or it is not yours.",
    remedy: "List the goals of the streamer.",
    fields: { goal_ref: "The ref that was asked for." },
  },
  goal_ended: {
    status: 409,
    title: "Goal has ended",
    meaning: "A goal that has ended stays as it is.",
    remedy: "Begin another.",
    fields: { goal_ref: "The goal." },
  },
  too_many_goals: {
    status: 409,
    title: "Too many goals",
    meaning: "A streamer collects for so many goals at once and for no more.",
    remedy: "End one first.",
    fields: { most: "How many there may be." },
  },
  timer_not_found: {
    status: 404,
    title: "Timer not found",
    meaning: "This streamer has set no countdown.",
    remedy: "Set one with PUT /v1/streamers/{ref}/timer.",
  },
  donations_closed: {
    status: 409,
    title: "Donations are closed",
    meaning: "The streamer takes no donations at the moment. Nobody was charged.",
    remedy: "Come back later.",
  },
  donation_currency_differs: {
    status: 422,
    title: "Another currency than the page's",
    meaning: "A page takes donations in one currency. Nobody was charged.",
    remedy: "Send the amount in the currency that the problem names.",
    fields: { currency: "The currency of the page." },
  },
  donation_amount_out_of_range: {
    status: 422,
    title: "Amount out of range",
    meaning: "The amount is less or more than this page takes at once. Nobody was charged.",
    remedy: "Choose an amount between the two that the problem names.",
    fields: {
      least: "The least that is taken.",
      most: "The most that is taken.",
      currency: "The currency of both.",
    },
  },
  message_too_long: {
    status: 422,
    title: "Message too long",
    meaning: "The message is longer than this page takes. Nobody was charged.",
    remedy: "Shorten it.",
    fields: { most: "How many characters it may have." },
  },
  message_not_welcome: {
    status: 422,
    title: "Message not welcome",
    meaning:
      "The name or the message has a word that this streamer does not take. Nobody was charged.",
    remedy: "Say it in other words.",
  },
  speech_not_offered: {
    status: 422,
    title: "Speech not offered",
    meaning: "This page does not read messages aloud for this amount. Nobody was charged.",
    remedy: "Give more if the problem names a least amount, or leave the speech out.",
    fields: leastField,
  },
  media_not_offered: {
    status: 422,
    title: "Videos not offered",
    meaning: "This page plays no videos for this amount. Nobody was charged.",
    remedy: "Give more if the problem names a least amount, or leave the video out.",
    fields: leastField,
  },
  media_not_playable: {
    status: 422,
    title: "Video not playable",
    meaning: "The video cannot be played on stream. Nobody was charged.",
    remedy: "Choose another video, or another part of it; `media_fault` says why not this one.",
    fields: {
      media_fault:
        "NOT_A_LINK, NOT_FOUND, NOT_EMBEDDABLE, AGE_RESTRICTED, LIVE, TOO_FEW_VIEWS, TITLE_NOT_WELCOME, " +
        "STARTS_AFTER_ITS_END or ENDS_WHERE_NOTHING_IS.",
    },
  },
  media_too_long: {
    status: 422,
    title: "Video too long",
    meaning: "The part of the video is longer than this amount allows. Nobody was charged.",
    remedy: "Choose a shorter part.",
    fields: { most_seconds: "How long it may be." },
  },
  media_needs_more: {
    status: 422,
    title: "Video costs more",
    meaning:
      "Each second of a video has its price, and this amount does not cover them. Nobody was charged.",
    remedy: "Give what the problem names, or choose a shorter part.",
    fields: { required: "What the part costs.", currency: "The currency of it." },
  },
  media_check_unavailable: {
    status: 503,
    title: "Video could not be checked",
    meaning: "Whoever knows videos did not answer, so nobody was charged for one.",
    remedy: "Try again in a moment, or donate without the video.",
    fields: { "Retry-After": "Header: seconds to wait before sending the same thing again." },
  },
  speech_not_found: {
    status: 404,
    title: "Speech not found",
    meaning: "The address of this audio is not one that was given out, or its time is over.",
    remedy: "Take the address from the alert that it belongs to.",
  },
} as const satisfies Catalogue;

export const donationProblem = problemsOf(donationCatalogue);
