import { type Catalogue, problemsOf } from "../platform/problem.ts";

export const overlayCatalogue = {
  overlay_not_found: {
    status: 404,
    title: "Overlay not found",
    meaning: "There is no such overlay, or it is not yours to see, or it was removed.",
    remedy: "List your overlays with GET /v1/overlays.",
    fields: { overlay_ref: "The ref that was asked for." },
  },
  overlay_limit_reached: {
    status: 409,
    title: "Too many overlays",
    meaning: "You have as many overlays as one may have.",
    remedy: "Remove one that you do not use any more.",
    fields: { overlays_at_most: "How many there may be." },
  },
  overlay_link_ended: {
    status: 401,
    title: "Overlay link ended",
    meaning: "The link of this overlay is not valid, or not any more: it was renewed or removed.",
    remedy: "Make a new link in the studio and put it into OBS.",
  },
  ticket_invalid: {
    status: 401,
    title: "Ticket invalid",
    meaning: "The ticket was not made here, was used before, or is older than a minute.",
    remedy: "Ask for another with POST /v1/overlays/session and connect at once.",
  },
  playback_not_current: {
    status: 409,
    title: "Not being played",
    meaning: "What should be skipped is not what is being played now. Nothing was skipped.",
    remedy: "Read the stage again, and skip what it names, if it should still be skipped.",
  },
  donation_not_queued: {
    status: 409,
    title: "Not in the queue",
    meaning: "The donation does not wait to be played: it was played, removed or never paid.",
    remedy: "Read the stage again. What has ended can be replayed.",
  },
  donation_not_replayable: {
    status: 409,
    title: "Cannot be replayed",
    meaning:
      "Only one of the last 500 donations can be replayed, and none that was rejected or refunded.",
    remedy: "Read the stage to see what has ended.",
  },
  no_backlog: {
    status: 409,
    title: "No question to answer",
    meaning: "Nothing has piled up that waits for your choice, or the time to choose is over.",
    remedy: "Remove what should not be played one by one, or clear the queue.",
  },
  stage_unavailable: {
    status: 503,
    title: "Stage unavailable",
    meaning: "The streamer's stage did not answer. Donations are safe, and are shown when it does.",
    remedy: "Send the same request again with the same Idempotency-Key.",
    fields: { "Retry-After": "Header: seconds to wait before sending the same thing again." },
  },
} as const satisfies Catalogue;

export const overlayProblem = problemsOf(overlayCatalogue);
