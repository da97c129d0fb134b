import { type Catalogue, problemsOf } from "./problem.ts";

const retryAfterField = {
  "Retry-After": "Header: seconds to wait before sending the same thing again.",
};

/** The refusals that any route may give. */
export const platformCatalogue = {
  malformed_request: {
    status: 400,
    title: "Malformed request",
    meaning:
      "The request could not be read: its body is not JSON, or a part of it is not what HTTP allows.",
    remedy: "Send a JSON body in UTF-8 that a strict parser accepts.",
  },
  idempotency_key_required: {
    status: 400,
    title: "Idempotency key required",
    meaning: "A request that moves money needs a key, so that a repetition never moves it twice.",
    remedy: "Send Idempotency-Key with a text of your own that names this intent.",
  },
  unauthenticated: {
    status: 401,
    title: "Not authenticated",
    meaning: "The request carries no key, or one that is not valid.",
    remedy:
      "Send `Authorization: Bearer <access token or API key>`. `npm start` prints a key for local use.",
  },
  token_expired: {
    status: 401,
    title: "Access token expired",
    meaning: "The access token was valid once; it lives for some minutes only.",
    remedy: "Get another with POST /v1/auth/refresh and send the request again.",
  },
  credential_ended: {
    status: 401,
    title: "Session or key ended",
    meaning:
      "The session or API key was revoked, has expired, or belongs to somebody who is no longer active. Nothing was done.",
    remedy: "Log in again, or use another key.",
  },
  address_not_allowed: {
    status: 403,
    title: "Address not allowed",
    meaning: "The API key is valid, but not from the address that the request came from.",
    remedy: "Call from an address of the key's ip_allow_list, or make a key with another list.",
  },
  scope_missing: {
    status: 403,
    title: "Scope missing",
    meaning: "The key is valid but may not do this.",
    remedy: "Use a key with the scope that the problem names.",
    fields: { required_scope: "The scope that the route needs." },
  },
  not_found: {
    status: 404,
    title: "Not found",
    meaning: "There is nothing at this address, or nothing that you may see.",
    remedy: "Check the address against the reference at /docs.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    meaning: "The address exists, but not for this method.",
    remedy: "Use one of the methods in the Allow header.",
    fields: { allowed: "The methods that the address answers." },
  },
  concurrent_request: {
    status: 409,
    title: "Another request is in the way",
    meaning:
      "Another request held the same thing, or the same key, for too long. Nothing was done.",
    remedy: "Wait as long as Retry-After says and send the same request again with the same key.",
    fields: retryAfterField,
  },
  precondition_failed: {
    status: 412,
    title: "Changed since you read it",
    meaning: "The resource is not the version that If-Match names, so nothing was changed.",
    remedy: "Read it again, decide whether your change still holds, and send it with the new ETag.",
    fields: { current_etag: "The ETag that the resource has now." },
  },
  payload_too_large: {
    status: 413,
    title: "Body too large",
    meaning: "The body is larger than this route accepts.",
    remedy: "Send a smaller body.",
    fields: { limit_bytes: "The largest body that the route accepts." },
  },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    meaning: "The body is not in a form that this route reads.",
    remedy: "Send `Content-Type: application/json`.",
  },
  validation_failed: {
    status: 422,
    title: "Validation failed",
    meaning:
      "The request can be read, but parts of it are not what this route needs. Nothing was done.",
    remedy: "Mend every entry of `errors`; each says where it is and what was expected.",
    fields: {
      errors: "One entry a fault: `in` (body, query, path or header), `pointer`, `message`.",
    },
  },
  idempotency_key_reused: {
    status: 422,
    title: "Idempotency key reused",
    meaning: "This key was used before, with another request. Nothing was done.",
    remedy: "Use a new key for a new intent; use the old key only to repeat the very same request.",
    fields: { first_used_at: "When the key was used first." },
  },
  cursor_invalid: {
    status: 422,
    title: "Cursor invalid",
    meaning: "The cursor was not made by this list, or was altered.",
    remedy: "Start without a cursor and follow next_cursor as it is given.",
  },
  cursor_filters_changed: {
    status: 422,
    title: "Cursor of another list",
    meaning: "The cursor belongs to the same list with other filters.",
    remedy: "Keep the filters while following a cursor, or start again without one.",
  },
  precondition_required: {
    status: 428,
    title: "Precondition required",
    meaning:
      "A change needs to say which version it was made for, so that nobody's change is lost.",
    remedy: "Send If-Match with the ETag of the resource as you last read it.",
  },
  upgrade_required: {
    status: 426,
    title: "WebSocket required",
    meaning: "This address is for WebSockets only, and the request did not ask for one.",
    remedy: "Connect with a WebSocket client, as the description of the address says.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    meaning:
      "More was asked than is allowed in this time. Nothing was done, and nothing is locked: waiting is enough.",
    remedy:
      "Wait as long as Retry-After says, and then ask no faster than RateLimit-Policy allows.",
    fields: { rule: "The limit that was reached.", ...retryAfterField },
  },
  limiter_unavailable: {
    status: 503,
    title: "Limiter unavailable",
    meaning:
      "What counts requests did not answer, and without it nobody is let through. Nothing was done.",
    remedy: "Send the same request again as long after as Retry-After says.",
    fields: retryAfterField,
  },
  database_unavailable: {
    status: 503,
    title: "Database unavailable",
    meaning:
      "The ledger's database did not answer. If this was a write, whether it happened is not known yet.",
    remedy: "Send the same request again with the same Idempotency-Key: it happens once in all.",
    fields: retryAfterField,
  },
} as const satisfies Catalogue;

export const platformProblem = problemsOf(platformCatalogue);
