import { z } from "zod";
import { callAudit } from "./call-audit.ts";
import type { AuditDeps } from "./deps.ts";

const sliceSize = 2_000;
// What one run takes at most, so that it ends long before the next begins.
const maxSlices = 20;

/** Takes over what was denied. Answers how many entries that made. */
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
  return taken + (await takeStrangerDenials(deps));
}

/** What strangers were denied is counted, and comes as a count once its day is over. */
async function takeStrangerDenials(deps: Pick<AuditDeps, "database">): Promise<number> {
  let taken = 0;
  for (let day = 0; day < maxSlices; day += 1) {
    const count = z.int().parse(await callAudit(deps.database, "audit.take_stranger_denials"));
    taken += count;
    if (count === 0) break;
  }
  return taken;
}
