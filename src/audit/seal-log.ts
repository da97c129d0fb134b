import { z } from "zod";
import { type ArchiveStore, hashOfContent } from "../platform/archive-store.ts";
import { log } from "../platform/log.ts";
import { callAudit } from "./call-audit.ts";
import type { AuditDeps } from "./deps.ts";

const rangeSize = 10_000;
const maxRanges = 20;

const sealedSchema = z.object({
  sealed: z.int(),
  seal_no: z.int(),
  seal_hash: z.string().nullable(),
  sealed_at: z.string().nullable(),
});
export type Sealed = z.output<typeof sealedSchema>;

/** Seals what is decided, range by range, and writes the last seal down where the database cannot reach it. */
export async function sealLog(
  deps: Pick<AuditDeps, "database" | "archive">,
  limit: number = rangeSize,
): Promise<Sealed> {
  const settled = await callAudit(deps.database, "audit.settled_number");
  let entries = 0;
  for (let range = 1; ; range += 1) {
    const reply = await callAudit(deps.database, "audit.seal", [settled, limit]);
    const last = sealedSchema.parse(reply);
    entries += last.sealed;
    if (last.sealed > 0 && range < maxRanges) continue;
    if (entries > 0) await publishSeal(deps.archive, last);
    return { ...last, sealed: entries };
  }
}

/** Somebody who can rewrite the whole table cannot rewrite what was logged, nor the day's object in the bucket. */
async function publishSeal(archive: ArchiveStore | null, seal: Sealed): Promise<void> {
  const { seal_no, seal_hash, sealed_at } = seal;
  log("info", "audit_sealed", { seal_no, seal_hash, sealed_at });
  if (!archive || sealed_at === null) return;
  const content = JSON.stringify({ seal_no, seal_hash, sealed_at });
  await archive.put(headKeyOf(sealed_at), content, hashOfContent(content));
}

/** One object a day: the last seal of it. */
export function headKeyOf(moment: string): string {
  return `audit/heads/${moment.slice(0, 10)}.json`;
}
