import { z } from "zod";
import { log } from "../platform/log.ts";
import { callAudit } from "./call-audit.ts";
import type { AuditDeps } from "./deps.ts";

const monthsAhead = 3;
const preparedSchema = z.object({ made: z.array(z.string()), late: z.array(z.string()) });

/** Makes the partitions of the next months, and says so if one came too late. */
export async function preparePartitions(
  deps: Pick<AuditDeps, "database">,
): Promise<z.output<typeof preparedSchema>> {
  const reply = await callAudit(deps.database, "audit.prepare_partitions", [monthsAhead]);
  const prepared = preparedSchema.parse(reply);
  if (prepared.late.length > 0) log("error", "audit_partition_late", { late: prepared.late });
  return prepared;
}
