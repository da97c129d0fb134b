import type { Scope } from "../platform/caller.ts";
import type { RoleName } from "./standing.ts";

const everybody: readonly RoleName[] = [
  "user",
  "streamer",
  "operator",
  "auditor",
  "admin",
  "service",
];
const allButAuditors = everybody.filter((role) => role !== "auditor");

/**
 * Which roles give a scope, for the table of docs/scopes.md and its test. What counts is `identity.role_permissions`, and
 * a test holds the two together; a scope that nobody has decided about does not compile.
 */
export const roleScopes: Readonly<Record<Scope, readonly RoleName[]>> = {
  "account:read": everybody,
  "account:write": everybody,
  "wallets:read": everybody,
  "wallets:write": allButAuditors,
  "wallets:freeze": ["operator", "admin"],
  "wallets:limits": ["operator", "admin"],
  "ledger:read": ["operator", "auditor", "admin"],
  "transactions:read": everybody,
  "transactions:write": allButAuditors,
  "transactions:topup": ["operator", "admin", "service"],
  "transactions:withdraw": ["operator", "admin", "service"],
  "transactions:post": ["admin", "service"],
  "payments:read": everybody,
  "payments:write": allButAuditors,
  "payments:operate": ["operator", "admin", "service"],
  "donations:read": everybody,
  "donations:write": allButAuditors,
  "overlays:read": everybody,
  "overlays:write": allButAuditors,
  "overlays:control": allButAuditors,
  "api_keys:read": everybody,
  "api_keys:write": allButAuditors,
  "users:read": ["operator", "auditor", "admin"],
  "users:write": ["operator", "admin"],
  "roles:read": ["operator", "auditor", "admin"],
  "roles:write": ["admin"],
  "webhooks:read": everybody,
  "webhooks:write": allButAuditors,
  "hooks:read": ["operator", "auditor", "admin"],
  "hooks:write": ["operator", "admin"],
  "events:read": ["operator", "auditor", "admin"],
  "events:write": ["operator", "admin"],
  "analytics:read": ["operator", "auditor", "admin"],
  "projections:read": ["operator", "auditor", "admin"],
  "projections:write": ["admin"],
  "audit:read": ["operator", "auditor", "admin"],
  "metrics:read": ["operator", "auditor", "admin", "service"],
};
