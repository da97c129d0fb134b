import { moveMonths } from "../platform/move-months.ts";
import type { AuditDeps } from "./deps.ts";

type Ages = { readonly inLog: number; readonly after: number };

/** How long a month stays in the log after it has ended, and how long it can be read here after that. */
const auditAges: Ages = { inLog: 12, after: 1 };

/** Moves the log's old months into objects. Answers the steps that it took. */
export async function archiveMonths(
  deps: Pick<AuditDeps, "database" | "archive">,
  { inLog, after }: Ages = auditAges,
): Promise<readonly string[]> {
  return moveMonths(deps, {
    functions: "audit.",
    folder: "audit/logs",
    monthsInLog: inLog,
    monthsAfter: after,
  });
}
