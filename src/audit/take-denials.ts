import { z } from "zod";
import { callAudit } from "./call-audit.ts";
import type { AuditDeps } from "./deps.ts";

const sliceSize = 2_000;
// What one run takes at most, so that it ends long before the next begins.
const maxSlices = 20;

/** Takes over what was denied. Answers how many denials that were. */
export async function takeDenials(
  deps: Pick<AuditDeps, "database">,
  limit: number = sliceSize,
): Promise<number> {
  let taken = 0;
  for (let slice = 0; slice < maxSlices; slice += 1) {
    const count = z.int().parse(await callAudit(deps.database, "audit.take_denials", [limit]));
    taken += count;
    if (count < limit) break;
  }
  return taken;
}
