import { type Catalogue, problemsOf } from "../platform/problem.ts";

/** What may be refused about hooks. The index of all of this module's refusals is errors.ts. */
export const hookCatalogue = {
  hook_not_found: {
    status: 404,
    title: "Hook not found",
    meaning: "There is no such hook, or no longer.",
    remedy: "List the hooks with GET /v1/hooks.",
    fields: { hook_ref: "The ref that was asked for." },
  },
  hook_limit_reached: {
    status: 409,
    title: "Too many hooks",
    meaning: "There are as many hooks of this type as there may be.",
    remedy: "Delete one, or let one receiver decide for several.",
    fields: { hooks_at_most: "How many there may be of one type." },
  },
  hook_headers_needed: {
    status: 422,
    title: "Headers are needed for another address",
    meaning: "The headers of this hook were given for the address that it has, and may be secrets.",
    remedy: "Send `headers` with the new `url`: those that its receiver wants, or none with `{}`.",
    fields: { hook_ref: "The hook." },
  },
  hook_setting_foreign: {
    status: 422,
    title: "Not a setting of this type of hook",
    meaning:
      "A pre-transaction hook is asked once, within 2 seconds, and says what its failure means; a post-transaction hook is told again until it answers.",
    remedy:
      "For PRE_TRANSACTION send on_failure and a timeout_ms up to 2000; for POST_TRANSACTION send attempts_at_most.",
    fields: { hook_ref: "The hook, where there is one already.", hook_type: "Its type." },
  },
} as const satisfies Catalogue;

export const hookProblem = problemsOf(hookCatalogue);
