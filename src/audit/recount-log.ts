import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import { log } from "../platform/log.ts";
import { callAudit } from "./call-audit.ts";
import type { AuditDeps } from "./deps.ts";
import { verifySlice } from "./verify-log.ts";

const slicesARun = 5;

/**
 * Goes round the log for ever, a few slices a run: the whole of it would take longer than a run may. What is found is
 * shouted at once; that a round was clean is written down with the run that ended it.
 */
export async function recountLog(
  deps: Pick<AuditDeps, "database"> & { readonly clock: Clock },
): Promise<{ readonly entries: number; readonly faults: number }> {
  const startedAt = deps.clock.now();
  let sealNo = z.coerce.number().parse(await callAudit(deps.database, "audit.recount_position"));
  let entries = 0;
  let faults = 0;
  for (let slice = 0; slice < slicesARun; slice += 1) {
    const { state, ...found } = await verifySlice(deps, sealNo);
    entries += found.entries;
    faults += found.faults.length;
    if (found.faults.length > 0) log("error", "audit_log_changed", { faults: found.faults });
    sealNo = state?.seal_no ?? 0;
    if (state === null) break;
  }
  await callAudit(deps.database, "audit.move_recount", [sealNo]);
  const findings = JSON.stringify({ entries, faults, next_after_seal: sealNo });
  await callAudit(deps.database, "platform.record_job_run", [
    "audit.recount",
    startedAt.toISOString(),
    faults === 0,
    findings,
  ]);
  return { entries, faults };
}
