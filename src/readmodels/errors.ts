import { type Catalogue, problemsOf } from "../platform/problem.ts";

export const readmodelCatalogue = {
  projection_not_found: {
    status: 404,
    title: "Projection not found",
    meaning: "There is no projection of this name.",
    remedy: "List them with GET /v1/admin/projections.",
    fields: { projection: "The name that was asked for." },
  },
  rebuild_running: {
    status: 409,
    title: "Rebuild is running",
    meaning: "This projection is being built anew already, and one rebuild is as good as two.",
    remedy: "Watch its progress with GET /v1/admin/projections/{name}.",
    fields: { projection: "The projection.", rebuild_ref: "The rebuild that is running." },
  },
  rebuild_not_running: {
    status: 409,
    title: "No rebuild is running",
    meaning: "This projection is not being built anew, so there is nothing to abandon.",
    remedy: "Look at it with GET /v1/admin/projections/{name}; a rebuild that has ended stays.",
    fields: { projection: "The projection." },
  },
  projection_without_days: {
    status: 422,
    title: "Projection has no days",
    meaning:
      "Only daily_wallet_snapshot has business days, so no other projection has a time zone.",
    remedy: "Leave time_zone out.",
    fields: { projection: "The projection." },
  },
  business_zone_unknown: {
    status: 422,
    title: "Time zone of business days unknown",
    meaning:
      "The database knows no IANA time zone of this name, so it cannot tell when a day ends there.",
    remedy: "Send a name as the IANA time zone database spells it, such as Asia/Jakarta.",
    fields: { time_zone: "The name that was sent." },
  },
  live_unavailable: {
    status: 503,
    title: "Live balances unavailable",
    meaning: "Whoever watches this wallet could not be reached.",
    remedy: "Connect again; until then read the balance with GET /v1/wallets/{ref}/balance.",
  },
} as const satisfies Catalogue;

export const readmodelProblem = problemsOf(readmodelCatalogue);
