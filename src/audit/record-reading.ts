import type { ReadingLog } from "../platform/readings.ts";
import { callAudit } from "./call-audit.ts";
import type { AuditDeps } from "./deps.ts";

/** Where readings of what is kept for auditors are written down. */
export function recordReading({ database }: Pick<AuditDeps, "database">): ReadingLog["record"] {
  return async (reading) => {
    await callAudit(database, "audit.record_reading", [JSON.stringify(reading)]);
  };
}
