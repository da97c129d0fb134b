import type { Clock } from "../platform/clock.ts";
import { aloneOrRefused } from "../platform/job-lease.ts";
import type { Page } from "../platform/list.ts";
import type { ReadingLog } from "../platform/readings.ts";
import { archiveMonths } from "./archive-months.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { AuditDeps } from "./deps.ts";
import { type Archive, listArchives } from "./list-archives.ts";
import { type ListAuditLogsInput, listAuditLogs } from "./list-audit-logs.ts";
import { preparePartitions } from "./prepare-partitions.ts";
import { recordReading } from "./record-reading.ts";
import { recountLog } from "./recount-log.ts";
import { type Sealed, sealLog } from "./seal-log.ts";
import { takeDenials } from "./take-denials.ts";
import type { Verification } from "./verification.ts";
import { verifyLog } from "./verify-log.ts";

export type AuditService = {
  list(input: ListAuditLogsInput): Promise<Page<AuditEntry>>;
  archives(): Promise<Archive[]>;
  verify(): Promise<Verification>;
  readonly readings: ReadingLog;
  takeDenials(): Promise<number>;
  seal(): Promise<Sealed>;
  preparePartitions(): Promise<unknown>;
  archiveMonths(): Promise<readonly string[]>;
  recount(): Promise<unknown>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createAuditService(deps: AuditDeps & { readonly clock: Clock }): AuditService {
  return {
    list: (input) => listAuditLogs(deps, input),
    archives: () => listArchives(deps),
    verify: () => aloneOrRefused(deps, "audit.verify", () => verifyLog(deps)),
    readings: { record: recordReading(deps) },
    takeDenials: () => takeDenials(deps),
    seal: () => sealLog(deps),
    preparePartitions: () => preparePartitions(deps),
    archiveMonths: () => archiveMonths(deps),
    recount: () => recountLog(deps),
  };
}
