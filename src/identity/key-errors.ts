import { type Catalogue, problemsOf } from "../platform/problem.ts";

/** What may be refused about API keys. The index of all of this module's refusals is errors.ts. */
export const keyCatalogue = {
  api_key_not_found: {
    status: 404,
    title: "API key not found",
    meaning: "There is no such key, or it is not yours to see.",
    remedy: "Check the ref; list the keys that you may see with GET /v1/auth/api-keys.",
    fields: { key_ref: "The ref that was asked for." },
  },
  api_key_scope_too_wide: {
    status: 403,
    title: "Wider than its maker",
    meaning: "A key may do no more than whoever makes it.",
    remedy:
      "Leave out the scopes that the problem names, or let somebody make the key who has them.",
    fields: { scopes: "The scopes that you do not have yourself." },
  },
  api_key_needs_person: {
    status: 403,
    title: "A key cannot make keys",
    meaning:
      "A key that could make others would outlive its own end and escape from its own list of addresses.",
    remedy: "Log in and make or rotate the key with an access token.",
  },
  api_key_limit_reached: {
    status: 409,
    title: "Too many API keys",
    meaning: "You have as many keys that stand as anybody may have.",
    remedy: "Revoke one that is not used; last_used_at tells which.",
    fields: { keys_at_most: "How many keys may stand at once." },
  },
  api_key_ended: {
    status: 409,
    title: "API key has ended",
    meaning: "The key was rotated before, was revoked or has expired, so it cannot be rotated.",
    remedy: "Rotate the key that took its place, or make another.",
    fields: { key_ref: "The key.", rotated_to: "The key that took its place, if there is one." },
  },
  api_key_expiry_passed: {
    status: 422,
    title: "Expiry in the past",
    meaning: "A key that has expired already would be of no use.",
    remedy: "Send an expires_at after `now`, or leave it out for a key that does not expire.",
    fields: { now: "What time it is for the database." },
  },
} as const satisfies Catalogue;

export const keyProblem = problemsOf(keyCatalogue);
