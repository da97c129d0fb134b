import { type Catalogue, problemsOf } from "../platform/problem.ts";

/** What may be refused about people and what they may do. The index of all of this module's refusals is errors.ts. */
export const roleCatalogue = {
  user_not_found: {
    status: 404,
    title: "User not found",
    meaning: "There is nobody of this ref, or nobody whom you may see.",
    remedy: "Check the ref; list the people whom you may see with GET /v1/admin/users.",
    fields: { user_ref: "The ref that was asked for." },
  },
  user_may_more: {
    status: 403,
    title: "User may more than you",
    meaning:
      "Nobody suspends, reactivates or changes the roles of somebody who may do more, or ends their sessions and keys.",
    remedy: "Ask somebody who has the scopes that the problem names.",
    fields: { scopes: "What they may do and you may not." },
  },
  user_not_active: {
    status: 409,
    title: "User is not active",
    meaning: "This can only be done to somebody who is active.",
    remedy: "Read the user to see their status.",
    fields: { user_ref: "The user.", user_status: "Their status." },
  },
  user_not_suspended: {
    status: 409,
    title: "User is not suspended",
    meaning: "Only somebody who is suspended can be reactivated.",
    remedy: "Read the user to see their status.",
    fields: { user_ref: "The user.", user_status: "Their status." },
  },
  role_not_found: {
    status: 404,
    title: "Role not found",
    meaning: "There is no role of this name.",
    remedy: "List the roles with GET /v1/admin/roles.",
    fields: { role: "The name that was sent." },
  },
  role_too_wide: {
    status: 403,
    title: "Role wider than yours",
    meaning: "Nobody gives or takes a role that lets people do what they may not do themselves.",
    remedy: "Ask somebody who has the scopes that the problem names.",
    fields: { scopes: "What the role lets people do and you may not." },
  },
  role_held: {
    status: 409,
    title: "Role held already",
    meaning: "The user has this role.",
    remedy: "Nothing needs to be done.",
    fields: { user_ref: "The user.", role: "The role." },
  },
  role_not_held: {
    status: 409,
    title: "Role not held",
    meaning: "The user does not have this role, so it cannot be taken from them.",
    remedy: "Read the user to see their roles.",
    fields: { user_ref: "The user.", role: "The role." },
  },
} as const satisfies Catalogue;

export const roleProblem = problemsOf(roleCatalogue);
